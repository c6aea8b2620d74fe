import { propertyOf, type Expression, type Operand } from "../../fhirpath/index.ts";
import type { Scope } from "./scope.ts";
import { itemsOf, joined, sourcesOf, stepOf, type Sources } from "./sources.ts";

/** What an expression reads: places whose values flow into its result, and those that only decide which do. */
export interface Reads {
  readonly from: Sources;
  readonly because: Sources;
}

interface Found extends Reads {
  readonly type: string | undefined;
}

const nothingRead: Found = { from: [], because: [], type: undefined };

/** Works out what an expression reads, from its tree and the types of its variables. */
export function readsOf(expression: Expression, focus: Operand | undefined, scope: Scope): Reads {
  return walk(expression, focus === undefined ? undefined : foundOf(focus), scope);
}

function foundOf(operand: Operand): Found {
  return { from: sourcesOf(operand), because: [], type: operand.type };
}

function walk(expression: Expression, focus: Found | undefined, scope: Scope): Found {
  const inner = (one: Expression, its = focus) => walk(one, its, scope);
  switch (expression.kind) {
    case "this":
      return focus ?? nothingRead;
    case "variable":
      return variable(expression.name, scope) ?? nothingRead;
    case "path":
      if (expression.input !== undefined) return step(inner(expression.input), expression.name, scope);
      return (
        variable(expression.name, scope) ?? (focus === undefined ? nothingRead : step(focus, expression.name, scope))
      );
    case "call":
      return call(expression, focus, scope);
    case "binary":
      return both(inner(expression.left), inner(expression.right));
    case "item":
      return both(inner(expression.input), inner(expression.index));
    case "sign":
    case "type":
      return inner(expression.input);
    default:
      return nothingRead;
  }
}

function variable(name: string, scope: Scope): Found | undefined {
  const found = scope.variables.get(name);
  if (found === undefined) return undefined;
  if (found.kind === "value") return foundOf(found.operand);
  return { from: [{ node: found.object.trace, path: "", rows: [] }], because: [], type: found.object.type };
}

function step(input: Found, name: string, scope: Scope): Found {
  if (input.type === undefined) return { ...input, type: undefined };
  if (input.type === name) return input;
  const { model } = scope.writer.linked.world;
  const type = model.type(input.type);
  if (type?.kind === "primitive") return name === "value" ? input : { ...input, from: [] };
  const element =
    type?.elements.get(name) ??
    [...(type?.elements.values() ?? [])].find((one) => one.types.some((each) => propertyOf(one, each) === name));
  if (element === undefined) return { ...input, type: undefined };
  const properties = element.name === name ? element.types.map((one) => propertyOf(element, one)) : [name];
  const from = stepOf(input.from, ...new Set(properties));
  return {
    from: element.isList ? itemsOf(from) : from,
    because: input.because,
    type: element.types.length === 1 ? element.types[0] : undefined,
  };
}

/** Functions that ask their argument of each item. */
const perItem: ReadonlySet<string> = new Set(["where", "select", "all", "exists", "repeat", "aggregate"]);

function call(expression: Expression & { kind: "call" }, focus: Found | undefined, scope: Scope): Found {
  const input = expression.input === undefined ? (focus ?? nothingRead) : walk(expression.input, focus, scope);
  const args = expression.args.map((one) => walk(one, perItem.has(expression.name) ? input : focus, scope));
  const [first = nothingRead, ...rest] = args;
  switch (expression.name) {
    case "where":
      return { ...input, because: joined(input.because, first.from, first.because) };
    case "select":
      return { from: first.from, because: joined(input.because, first.because), type: first.type };
    case "iif": {
      const chosen = rest.reduce(both, nothingRead);
      return { ...chosen, because: joined(chosen.because, first.from, first.because), type: rest[0]?.type };
    }
    case "ofType":
    case "as": {
      const [named] = expression.args;
      return { ...input, type: named?.kind === "path" ? named.name : undefined };
    }
    case "is":
      return { ...input, type: undefined };
    default:
      return { ...args.reduce(both, input), type: keepsType.has(expression.name) ? input.type : undefined };
  }
}

/** Functions that give some of the items they are called on. */
const keepsType: ReadonlySet<string> = new Set(["first", "last", "tail", "skip", "take", "single", "distinct"]);

function both(a: Found, b: Found): Found {
  return { from: joined(a.from, b.from), because: joined(a.because, b.because), type: a.type ?? b.type };
}
