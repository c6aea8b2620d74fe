import type { Code, Names } from "../../codegen/index.ts";
import { positionAt, type Context, type Fault, type Operand } from "../../fhirpath/index.ts";
import type { Position } from "../../fhir/index.ts";
import type { LinkedGroup } from "../link.ts";
import type { Rule } from "../tree.ts";
import { readTarget, type Block, type TargetObject } from "./object.ts";
import { run, type Writer } from "./writer.ts";
import { code } from "../../codegen/index.ts";

/** What a name means in a rule. */
export type Variable =
  { readonly kind: "value"; readonly operand: Operand } | { readonly kind: "object"; readonly object: TargetObject };

/** Where in a group the compiler stands. */
export interface Scope {
  readonly writer: Writer;
  readonly linked: LinkedGroup;
  readonly names: Names;
  readonly variables: Map<string, Variable>;
  readonly block: Block;
  /** In a traced module, what the rules here depend on: the id of a record at run time. */
  readonly because: Code;
  /** The blocks around, whose names can be seen here. */
  readonly open: readonly Block[];
  readonly shared: Map<string, SharedObject>;
  /** Notes that a group is used. */
  readonly countCall: (group: LinkedGroup) => void;
  /** Checks the arguments of a call. */
  readonly fits: (group: LinkedGroup, args: readonly Variable[], at: Position, scope: Scope) => boolean;
  readonly callGroup: (
    group: LinkedGroup,
    args: readonly Variable[],
    at: Position,
    scope: Scope,
  ) => CalledGroup | undefined;
}

/** What `share x` stands for in one run of a group. */
export interface SharedObject {
  readonly name: Code;
  readonly object: TargetObject;
}

export interface CalledGroup {
  readonly name: Code;
  /** By argument: the group certainly puts something into it. */
  readonly fills: readonly boolean[];
}

/** Notes an error at a place of the map that the scope is in. */
export function refuse(scope: Scope, rule: string, message: string, at: Position): undefined {
  scope.writer.issues(scope.linked.map).error(rule, message, at);
  return undefined;
}

/** The first line of a rule as it stands in the map, for the comment above what it became. */
export function originOf(scope: Scope, rule: Rule): string {
  const { map } = scope.linked;
  return `${map.file}:${String(rule.at.line)} ${(map.lines[rule.at.line - 1] ?? "").trim()}`;
}

/** Notes what is wrong with an expression, at its word. */
export function refuseFault(scope: Scope, fault: Fault): undefined {
  refuse(scope, fault.rule, fault.message, positionAt(scope.linked.map.lines.join("\n"), fault.at));
}

/** Arguments that tell the run time where an issue belongs: the run and the rule. */
export function reportTo(scope: Scope, rule: Rule): Code {
  return code`${run}, ${scope.writer.rule(scope.linked.map, scope.linked.group, rule)}`;
}

/** How a FHIRPath expression sees the scope. */
export function expressionContext(scope: Scope, rule: Rule, focus: Operand | undefined): Context {
  const { writer } = scope;
  const origin = reportTo(scope, rule);
  return {
    model: writer.linked.world.model,
    focus,
    names: scope.names,
    use: writer.use,
    hoist: writer.hoist,
    single: (list) => code`${writer.use("single")}(${list}, ${origin})`,
    variable(name) {
      const found = scope.variables.get(name);
      return found?.kind === "object" ? readTarget(found.object, scope) : found?.operand;
    },
  };
}
