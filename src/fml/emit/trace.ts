import { code, join, nothing, type Code } from "../../codegen/index.ts";
import type { ElementModel, Operand } from "../../fhirpath/index.ts";
import type { Position } from "../../fhir/index.ts";
import { NONE, type Site, type SitePart, type SitePut } from "../trace/site.ts";
import type { Rule, Target } from "../tree.ts";
import type { Block, TargetObject, TracedPut } from "./object.ts";
import type { Scope, Variable } from "./scope.ts";
import type { Firing } from "./firing.ts";
import { decidersOf, joined, sourcesOf, type Sources } from "./sources.ts";
import { run } from "./writer.ts";

/** What is said of a record besides its arguments. */
type Said = Pick<Site, "kind" | "property" | "isList" | "isReached" | "type" | "puts" | "into" | "where">;

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
  const write = scope.writer.use(args.length >= 1 && args.length <= 4 ? `note${String(args.length)}` : "noteAll");
  return code`${write}(${run}.trace, ${join([...args, code`${site}`], ", ")})`;
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
  const into = intoOf(rule, scope);
  const where = rule.source.where?.text.replaceAll(/\s+/g, " ");
  const miss: Said = { kind: "miss", ...(into.length > 0 && { into }), ...(where !== undefined && { where }) };
  const otherwise = record(scope, rule, at, miss, [scope.because], from, because);
  const ifNone =
    loop === undefined || list === undefined
      ? []
      : [code`if (${list.isEmpty}) ${record(scope, rule, at, miss, [scope.because], list.from)};`];
  return { start: [code`const ${when} = ${fires};`], because: when, otherwise, ifNone };
}

/** The elements that a rule fills, and the rules in it, as far as it names them. */
function intoOf(rule: Rule, scope: Scope): string[] {
  const found = new Set<string>();
  const add = ({ targets, rules }: Rule) => {
    for (const { context, element } of targets) {
      const variable = scope.variables.get(context ?? "");
      if (variable?.kind === "object" && element !== undefined) found.add(`${variable.object.type}.${element.name}`);
    }
    rules.forEach(add);
  };
  add(rule);
  for (const { variables } of rule.dependents)
    for (const { name } of variables) {
      const variable = scope.variables.get(name);
      if (variable?.kind === "object") found.add(variable.object.type);
    }
  return [...found];
}

/** The arguments that a traced module adds to a call: a node or an object for each argument, and what the call depends on. */
export function traceCall(
  rule: Rule,
  args: readonly Variable[],
  missing: readonly Operand[],
  scope: Scope,
): readonly Code[] {
  if (!scope.writer.isTraced) return [];
  for (const arg of args) if (arg.kind === "object") arg.object.tracing.isNamed = true;
  const nodes = args.map((arg) => (arg.kind === "object" ? arg.object.trace : nodeOf(arg.operand, rule, scope)));
  const needed = joined(...missing.map(sourcesOf));
  const because =
    needed.length === 0 ? scope.because : record(scope, rule, rule.at, { kind: "when" }, [scope.because], needed);
  return [...nodes, because];
}

/** Where an object or a value goes. */
interface TracedPlace {
  readonly parent: TargetObject;
  readonly property: string;
  readonly element: ElementModel;
}

/** Statements that say of an object that a rule makes it, and give it its name there. */
export function traceObject(
  object: TargetObject,
  rule: Rule,
  target: Target,
  place: TracedPlace | undefined,
  scope: Scope,
  isReached = false,
): Block["statements"] {
  if (!scope.writer.isTraced) return [];
  object.tracing.because = scope.because;
  const write = () => code`const ${object.trace} = ${objectRecord(object, rule, target, place, scope, isReached)};`;
  if (place === undefined || isReached) {
    object.tracing.isNamed = true;
    if (place !== undefined) goesInto(place, object, false, rule, target, scope);
    return [write];
  }
  const put = goesInto(place, object, true, rule, target, scope);
  return [put.isStatic ? () => (isStatic(place.parent, put) ? nothing : write()) : write];
}

/** The record of an object: where it goes, when, and what is in it from the start. */
export function objectRecord(
  object: TargetObject,
  rule: Rule,
  { at }: Target,
  place: TracedPlace | undefined,
  scope: Scope,
  isReached: boolean,
): Code {
  const puts = staticPuts(object);
  const said: Said = {
    kind: "object",
    ...(object.isResource && { type: object.type }),
    ...(isReached && { isReached }),
    ...(place !== undefined && { property: place.property, isList: place.element.isList }),
    ...(puts.length > 0 && { puts }),
  };
  return record(scope, rule, at, said, [place?.parent.trace ?? none, scope.because], []);
}

/** Says that an object that was made before goes into another. */
export function traceAttach(
  object: TargetObject,
  rule: Rule,
  target: Target,
  place: TracedPlace,
  scope: Scope,
): Block["statements"] {
  if (!scope.writer.isTraced) return [];
  object.tracing.isNamed = true;
  goesInto(place, object, false, rule, target, scope);
  const said: Said = { kind: "attach", property: place.property, isList: place.element.isList };
  return [code`${record(scope, rule, target.at, said, [object.trace, place.parent.trace, scope.because], [])};`];
}

/** Says that a value goes into an object. @param isCertain it goes there whenever the rule fires */
export function traceLeaf(
  place: TracedPlace,
  operand: Operand,
  isCertain: boolean,
  rule: Rule,
  target: Target,
  scope: Scope,
): Block["statements"] {
  if (!scope.writer.isTraced) return [];
  const [from, because] = [sourcesOf(operand), decidersOf(operand)];
  const said: Said = { kind: "leaf", property: place.property, isList: place.element.isList };
  const write = () =>
    code`${record(scope, rule, target.at, said, [place.parent.trace, scope.because], from, because)};`;
  const isLiteral = isCertain && from.length === 0 && because.length === 0;
  const put = goesInto(place, undefined, isLiteral, rule, target, scope);
  return put.isStatic ? [() => (isStatic(place.parent, put) ? nothing : write())] : [write()];
}

/** Notes what goes into an object. @param isFirm whenever this rule fires, whatever the source holds */
function goesInto(
  { parent, property, element }: TracedPlace,
  object: TargetObject | undefined,
  isFirm: boolean,
  rule: Rule,
  { at }: Target,
  scope: Scope,
): TracedPut {
  const { tracing, block } = parent;
  const isAlways = block === scope.block && tracing.because?.text === scope.because.text;
  const id = scope.writer.ruleId(scope.linked.map, scope.linked.group, rule);
  const site = { rule: id, line: at.line, isList: element.isList };
  const put: TracedPut = { property, object, isStatic: isFirm && isAlways, site };
  tracing.puts.push(put);
  return put;
}

/** Whether the record of an object tells of something that is in it. Asked when all is compiled. */
function isStatic(object: TargetObject, put: TracedPut): boolean {
  resolve(object);
  return put.isStatic;
}

/** Behind something that has a record of its own, what goes into the same property needs one, too: for the order. */
function resolve({ tracing }: TargetObject): void {
  if (tracing.isResolved) return;
  tracing.isResolved = true;
  const recorded = new Set<string>();
  let isAnywhere = false;
  for (const put of tracing.puts) {
    const { property, object } = put;
    if (property === undefined) isAnywhere = true;
    else if (isAnywhere || recorded.has(property) || (object !== undefined && isNamed(object))) put.isStatic = false;
    if (property !== undefined && !put.isStatic) recorded.add(property);
  }
}

/** Something has a record that names the object. */
function isNamed(object: TargetObject): boolean {
  resolve(object);
  return object.tracing.isNamed || object.tracing.puts.some((put) => !put.isStatic);
}

function staticPuts(object: TargetObject): SitePut[] {
  resolve(object);
  return object.tracing.puts.flatMap(({ property, isStatic: isPut, site, object: child }) => {
    if (!isPut || property === undefined || site === undefined) return [];
    const type = child?.isResource === true ? { type: child.type } : {};
    return [{ ...site, property, ...(child !== undefined && { puts: staticPuts(child), ...type }) }];
  });
}
