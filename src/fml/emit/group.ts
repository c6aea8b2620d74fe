import { code, comment, join, lines, name, nothing, type Code } from "../../codegen/index.ts";
import type { LinkedGroup } from "../link.ts";
import type { Position } from "../../fhir/index.ts";
import { createObject, isCertain, nameOf, writePending, type Block } from "./object.ts";
import { emitRules, render } from "./rule.ts";
import { refuse, type CalledGroup, type Scope, type SharedObject, type Variable } from "./scope.ts";
import { sourcesOf, withSources } from "./sources.ts";
import { none } from "./trace.ts";
import { run, type Writer } from "./writer.ts";

/** Compiles groups, each once for the types that it is called with: so that every path of it has known types. */
export interface Groups {
  readonly call: (group: LinkedGroup, args: readonly Variable[], at: Position, from: Scope) => CalledGroup | undefined;
  readonly fits: (group: LinkedGroup, args: readonly Variable[], at: Position, from: Scope) => boolean;
  /** The functions, written when all are compiled. */
  render(): readonly Code[];
  /** Says that a group was called at least once. */
  isCalled(group: LinkedGroup): boolean;
}

interface Instance extends CalledGroup {
  readonly fills: boolean[];
  readonly write: () => Code;
}

export function createGroups(writer: Writer): Groups {
  const instances = new Map<string, Instance>();
  const order: Instance[] = [];
  const called = new Set<LinkedGroup["group"]>();

  function call(linked: LinkedGroup, args: readonly Variable[], at: Position, from: Scope): CalledGroup | undefined {
    called.add(linked.group);
    const key = [linked.map.url, linked.group.name, ...args.map(keyOf)].join(" ");
    const known = instances.get(key);
    if (known !== undefined) return known;
    if (!fits(linked, args, at, from)) return undefined;
    const made = compile(linked, args);
    instances.set(key, made.instance);
    order.push(made.instance);
    made.fill();
    return made.instance;
  }

  function fits(linked: LinkedGroup, args: readonly Variable[], at: Position, from: Scope): boolean {
    return linked.group.inputs.every((input, index) => {
      const arg = args[index];
      if (arg === undefined) return false;
      if ((input.mode === "target") !== (arg.kind === "object")) {
        refuse(from, "fml/arguments", `Group ${linked.group.name} takes a ${input.mode} for ${input.name}.`, at);
        return false;
      }
      const type = arg.kind === "object" ? arg.object.type : arg.operand.type;
      const wanted = input.type === undefined ? undefined : writer.linked.type(linked.map, input.type)?.name;
      if (wanted === undefined || type === undefined || writer.linked.world.model.isA(type, wanted)) return true;
      // HL7's engine does not look at a parameter's type, so this is no error; the group is compiled for what it is given.
      writer
        .issues(from.linked.map)
        .warning(
          "fml/argument-type",
          `Group ${linked.group.name} takes ${wanted} for ${input.name}, found ${type}.`,
          at,
        );
      return true;
    });
  }

  function compile(linked: LinkedGroup, args: readonly Variable[]): { instance: Instance; fill: () => void } {
    const { group, map } = linked;
    const functionName = writer.names.fresh(`$${group.name}`);
    const names = writer.names.inner();
    const block: Block = { statements: [], pending: [] };
    const shared = new Map<string, SharedObject>();
    const variables = new Map<string, Variable>();
    const parameters: Code[] = [];
    const shadows: Code[] = [];
    group.inputs.forEach((input, index) => {
      const arg = args[index];
      const parameter = names.fresh(input.name);
      parameters.push(parameter);
      const shadow = writer.isTraced ? names.fresh(`${parameter.text}$`) : none;
      if (writer.isTraced) shadows.push(shadow);
      if (arg?.kind === "object") {
        const object = createObject({
          type: arg.object.type,
          name: parameter,
          trace: shadow,
          block,
          isResource: arg.object.isResource,
          inChoice: arg.object.inChoice,
          isGiven: true,
        });
        variables.set(input.name, { kind: "object", object });
      } else if (arg?.kind === "value") {
        const { type } = arg.operand;
        const operand = { code: parameter, type, isList: false, mayBeEmpty: false, isName: true };
        variables.set(input.name, {
          kind: "value",
          operand: withSources(operand, [{ node: shadow, path: "", rows: [] }]),
        });
      }
    });
    const because = writer.isTraced ? names.fresh("because$") : none;
    if (writer.isTraced) shadows.push(because);
    const fills: boolean[] = args.map(() => false);
    const fill = () => {
      const scope: Scope = {
        writer,
        linked,
        names,
        variables,
        block,
        because,
        open: [],
        shared,
        callGroup: call,
        fits,
        countCall: ({ group: used }) => called.add(used),
      };
      emitBase(
        linked,
        group.inputs.map(({ name: input }) => input),
        scope,
      );
      emitRules(group.rules, scope);
      writePending(block, writer);
      closeShared(shared, block, writer);
      args.forEach((arg, index) => {
        const own = variables.get(group.inputs[index]?.name ?? "");
        fills[index] = arg.kind === "object" && own?.kind === "object" && isCertain(own.object);
      });
    };
    const write = () =>
      lines([
        comment(
          `${map.file}:${String(group.at.line)} ${(map.lines[group.at.line - 1] ?? "").trim().replace(/\s*\{$/, "")}`,
        ),
        code`const ${functionName} = (${join([...parameters, run, ...shadows], ", ")}) => {\n  ${lines([declareShared(shared), render(block)])}\n};`,
      ]);
    return { instance: { name: functionName, fills, write }, fill };
  }

  function emitBase(linked: LinkedGroup, inputs: readonly string[], scope: Scope): void {
    const { extends: base } = linked.group;
    const found = base === undefined ? undefined : writer.linked.group(linked.map, base.name);
    if (base === undefined || found === undefined) return;
    const args = found.group.inputs.map(({ name: input }) =>
      inputs.includes(input) ? scope.variables.get(input) : undefined,
    );
    if (args.includes(undefined)) {
      refuse(
        scope,
        "fml/arguments",
        `Group ${base.name} has a parameter that ${linked.group.name} lacks: they are matched by name.`,
        base.at,
      );
      return;
    }
    const known = args.filter((arg) => arg !== undefined);
    const instance = call(found, known, base.at, scope);
    if (instance === undefined) return;
    const values = known.map((arg) => (arg.kind === "object" ? nameOf(arg.object) : arg.operand.code));
    for (const arg of known) if (arg.kind === "object") arg.object.tracing.isNamed = true;
    const traced = writer.isTraced
      ? [
          ...known.map((arg) => (arg.kind === "object" ? arg.object.trace : (sourcesOf(arg.operand)[0]?.node ?? none))),
          scope.because,
        ]
      : [];
    scope.block.statements.push(code`${instance.name}(${join([...values, run, ...traced], ", ")});`);
    known.forEach((arg, index) => {
      if (arg.kind === "object" && instance.fills[index] === true) arg.object.isFilled = true;
    });
  }

  return { call, fits, render: () => order.map(({ write }) => write()), isCalled: ({ group }) => called.has(group) };
}

function keyOf(arg: Variable): string {
  return arg.kind === "object" ? `>${arg.object.type}${arg.object.inChoice ? "?" : ""}` : `<${arg.operand.type ?? ""}`;
}

function declareShared(shared: ReadonlyMap<string, SharedObject>): Code {
  return shared.size === 0
    ? nothing
    : code`let ${join(
        [...shared.values()].flatMap(({ name: own, object }) => (object.trace === none ? [own] : [own, object.trace])),
        ", ",
      )};`;
}

/** Shared objects may be filled by any rule of the group, so they are looked at when it ends. */
function closeShared(shared: ReadonlyMap<string, SharedObject>, block: Block, writer: Writer): void {
  for (const { name: own, object } of shared.values()) {
    if (object.parent === undefined) continue;
    const { parent } = object;
    const has = writer.use("hasContent");
    if (parent.element.isList)
      block.statements.push(
        code`if (${own} !== undefined && !${has}(${own})) ${writer.use("remove")}(${nameOf(parent.object)}, ${parent.property}, ${own});`,
      );
    else
      block.statements.push(
        code`if (${own} !== undefined && !${has}(${own})) ${name("Reflect")}.deleteProperty(${nameOf(parent.object)}, ${parent.property});`,
      );
  }
}
