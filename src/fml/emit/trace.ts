import { code, join, nothing, type Code } from "../../codegen/index.ts";
import type { ElementModel, Operand } from "../../fhirpath/index.ts";
import type { Position } from "../../fhir/index.ts";
import { NONE, type Site, type SitePart } from "../trace/site.ts";
import type { Rule, Target } from "../tree.ts";
import type { TargetObject } from "./object.ts";
import type { Scope, Variable } from "./scope.ts";
import type { Firing } from "./firing.ts";
import { decidersOf, joined, sourcesOf, type Sources } from "./sources.ts";
import { run } from "./writer.ts";

/** What is said of a record besides its arguments. */
type Said = Pick<Site, "kind" | "property" | "isList" | "isReached" | "type">;

/** In place of a node or an object that there is none of. */
export const none: Code = code`${NONE}`;

/**
 * Writes a record of the trace, as an expression that gives its id.
 *
 * @param lead    arguments of the kind: the object that is filled, and when
 * @param from    where a value comes from
 * @param because what else decides
 */
export function record(
  scope: Scope,
  rule: Rule,
  at: Position,
  said: Said,
  lead: readonly Code[],
  from: Sources,
  because: Sources = [],
): Code {
  const args = [...lead];
  const argument = (one: Code) => {
    const known = args.findIndex((other, index) => index >= lead.length && other.text === one.text);
    return known >= 0 ? known : args.push(one) - 1;
  };
  const parts = (sources: Sources): SitePart[] =>
    sources.map(({ node, path, rows }) => ({
      argument: argument(node),
      path,
      ...(rows.length > 0 && {
        rows: rows.map(({ number, conceptMap }) => ({ argument: argument(number), conceptMap })),
      }),
    }));
  const [left, right] = [parts(from), parts(because)];
  const site = scope.writer.site({
    ...said,
    size: args.length,
    rule: scope.writer.ruleId(scope.linked.map, scope.linked.group, rule),
    line: at.line,
    ...(left.length > 0 && { from: left }),
    ...(right.length > 0 && { because: right }),
  });
  return code`${run}.trace.push(${join([...args, code`${site}`], ", ")})`;
}

/** The one node that stands for a value where it is passed on. */
export function nodeOf(operand: Operand, rule: Rule, scope: Scope): Code {
  const sources = sourcesOf(operand);
  const [only, ...others] = sources;
  if (only === undefined) return none;
  if (others.length === 0 && only.path === "" && only.rows.length === 0) return only.node;
  return record(scope, rule, rule.at, { kind: "value" }, [], sources);
}

/** What a traced module says where a rule fires, and where it does not. */
export interface TracedFiring {
  /** Runs first when the rule fires. */
  readonly start: readonly Code[];
  /** What its targets and inner rules depend on. */
  readonly because: Code;
  /** Runs when it does not fire. */
  readonly otherwise: Code;
  /** Runs behind a loop that had no round. */
  readonly ifNone: readonly Code[];
}

export function traceFiring(rule: Rule, { loop, list, from, because }: Firing, scope: Scope): TracedFiring {
  if (!scope.writer.isTraced) return { start: [], because: scope.because, otherwise: nothing, ifNone: [] };
  const when = scope.names.fresh("when$");
  const { at } = rule.source;
  const fires = record(scope, rule, at, { kind: "when" }, [scope.because], from, because);
  const otherwise = record(scope, rule, at, { kind: "miss" }, [scope.because], from, because);
  const ifNone =
    loop === undefined || list === undefined
      ? []
      : [code`if (${list.isEmpty}) ${record(scope, rule, at, { kind: "miss" }, [scope.because], list.from)};`];
  return { start: [code`const ${when} = ${fires};`], because: when, otherwise, ifNone };
}

/** The arguments that a traced module adds to a call: a node or an object for each argument, and what the call depends on. */
export function traceCall(
  rule: Rule,
  args: readonly Variable[],
  missing: readonly Operand[],
  scope: Scope,
): readonly Code[] {
  if (!scope.writer.isTraced) return [];
  const nodes = args.map((arg) => (arg.kind === "object" ? arg.object.trace : nodeOf(arg.operand, rule, scope)));
  const needed = joined(...missing.map(sourcesOf));
  const because =
    needed.length === 0 ? scope.because : record(scope, rule, rule.at, { kind: "when" }, [scope.because], needed);
  return [...nodes, because];
}

/** `const o$ = …`: a traced module's name for an object that a rule makes. */
export function traceObject(
  object: TargetObject,
  rule: Rule,
  target: Target,
  place: { readonly parent: TargetObject; readonly property: string; readonly element: ElementModel } | undefined,
  scope: Scope,
  isReached = false,
): Code {
  if (!scope.writer.isTraced) return nothing;
  return code`const ${object.trace} = ${objectRecord(object, rule, target, place, scope, isReached)};`;
}

/** The record of an object: where it goes, and when. */
export function objectRecord(
  object: TargetObject,
  rule: Rule,
  { at }: Target,
  place: { readonly parent: TargetObject; readonly property: string; readonly element: ElementModel } | undefined,
  scope: Scope,
  isReached: boolean,
): Code {
  const said: Said = {
    kind: "object",
    ...(object.isResource && { type: object.type }),
    ...(isReached && { isReached }),
    ...(place !== undefined && { property: place.property, isList: place.element.isList }),
  };
  return record(scope, rule, at, said, [place?.parent.trace ?? none, scope.because], []);
}

/** Says that an object that was made before goes into another. */
export function traceAttach(
  object: TargetObject,
  rule: Rule,
  { at }: Target,
  place: { readonly parent: TargetObject; readonly property: string; readonly element: ElementModel },
  scope: Scope,
): Code {
  if (!scope.writer.isTraced) return nothing;
  const said: Said = { kind: "attach", property: place.property, isList: place.element.isList };
  return code`${record(scope, rule, at, said, [object.trace, place.parent.trace, scope.because], [])};`;
}

/** Says that a value goes into an object. */
export function traceLeaf(
  object: TargetObject,
  property: string,
  element: ElementModel,
  operand: Operand,
  rule: Rule,
  { at }: Target,
  scope: Scope,
): Code {
  if (!scope.writer.isTraced) return nothing;
  const said: Said = { kind: "leaf", property, isList: element.isList };
  const lead = [object.trace, scope.because];
  return code`${record(scope, rule, at, said, lead, sourcesOf(operand), decidersOf(operand))};`;
}
