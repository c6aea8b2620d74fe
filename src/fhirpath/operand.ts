import { code, type Code, type Names } from "../codegen/index.ts";
import type { ElementModel, Model } from "./model.ts";
import type { Expression } from "./tree.ts";

/** An expression that became JavaScript, and what is known of its value when it is compiled. */
export interface Operand {
  /** A value, undefined for nothing; an array where `isList`. Of a collection it is written when it is first asked for. */
  readonly code: Code;
  /** Name of the FHIR type; undefined when several are possible. */
  readonly type: string | undefined;
  readonly isList: boolean;
  /** Of a list: the array, or nothing where there is none; for code that looks at that itself. */
  readonly found?: Code;
  /** Of a single value: it may be undefined. */
  readonly mayBeEmpty: boolean;
  /** The code is a name, so it may be repeated. */
  readonly isName?: boolean;
  /** The literal behind the code. */
  readonly constant?: string | number | boolean;
  /** The code is a choice element of this operand, so that `ofType` can read one property of it. */
  readonly choice?: Choice;
  /** The value is one of these, which have different types: nothing, or the only one that is there. */
  readonly parts?: readonly Operand[];
  /**
   * What the items are when they are no plain values: `nodes` are values with their types, which only the run time knows;
   * `boxed` are primitives of which those that have a `_x` are nodes.
   */
  readonly form?: "nodes" | "boxed";
  /** Of a single primitive: its `_x`, which may hold an id and extensions where there is no value. */
  readonly sidecar?: Code;
  /** Of a primitive taken out of a boxed list: the item as it stands there. */
  readonly item?: Code;
  /** A condition that says whether there is anything, where one is known that is shorter than looking at the code. */
  readonly presence?: Code;
  /** Of a boolean: the condition that it is true, where one is known that is shorter than its value. */
  readonly whenTrue?: Code;
  /** Asks each item without making the list. */
  readonly ask?: Ask;
  /** What the code around knows of the properties of this value. */
  readonly known?: KnownProperties;
}

export interface Choice {
  readonly input: Operand;
  readonly element: ElementModel;
  readonly types: readonly string[];
}

export interface KnownProperties {
  readonly property?: ((property: string) => Code | undefined) | undefined;
  readonly presence?: ((element: string) => Code | undefined) | undefined;
  /** Types that the value may have elsewhere: an element that only they have is no mistake, and nothing here. */
  readonly otherTypes?: readonly string[] | undefined;
}

/** Writes a condition on one item, inside a function whose names are given. */
export type Test = (item: Operand, names: Names) => Code;
/** Writes the condition that some item, or every item, passes the test. */
export type Ask = (quantifier: "some" | "every", test: Test, names: Names) => Code;

/** What an expression is compiled in. */
export interface Context {
  readonly model: Model;
  /** The variable of this name; a text instead says why it cannot be used here. */
  readonly variable: (name: string, written: "plain" | "percent") => Operand | string | undefined;
  /** `$this`; none in an expression that has no focus. */
  readonly focus: Operand | undefined;
  /** `$index`, inside a function that goes through items. */
  readonly index?: Operand;
  /** `$total`, inside `aggregate()`. */
  readonly total?: Operand;
  /** The name of something of the run time, imported because of this call. */
  readonly use: (helper: string) => Code;
  /** A constant of the module with this value. */
  readonly hoist: (hint: string, value: Code) => Code;
  readonly names: Names;
  /** The one value of a collection; what several do is the caller's to say. */
  readonly single: (list: Code) => Code;
  /**
   * The `InvariantScope`. With one, values are whole FHIR JSON: primitives have their `_x`, and types may be open until run
   * time. Without one, as in maps, only values and types that are known count.
   */
  readonly scope?: Code;
}

/** The ways to write an expression, given to what writes its parts. */
export interface Emit {
  readonly emit: (expression: Expression, context: Context) => Operand;
  /** A condition: true exactly when the expression gives true. */
  readonly emitCondition: (expression: Expression, context: Context) => Code;
  /** A condition: true exactly when the expression gives false; nothing is neither. */
  readonly emitRefutation: (expression: Expression, context: Context) => Code;
}

export type Kind = "string" | "integer" | "decimal" | "boolean" | "date" | "dateTime" | "time" | "complex" | "unknown";

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...["string", "code", "id", "uri", "url", "canonical", "markdown", "oid", "uuid", "base64Binary", "xhtml"].map(
    (type) => [type, "string"] as const,
  ),
  ...["integer", "positiveInt", "unsignedInt"].map((type) => [type, "integer"] as const),
  ["decimal", "decimal"],
  ["boolean", "boolean"],
  ["date", "date"],
  ["dateTime", "dateTime"],
  ["instant", "dateTime"],
  ["time", "time"],
]);

/** How values of a type look in JavaScript, and so which operators they take. */
export function kindOf(type: string | undefined): Kind {
  return type === undefined ? "unknown" : (kinds.get(type) ?? "complex");
}

export const isNumeric = (kind: Kind) => kind === "integer" || kind === "decimal";
export const isTemporal = (kind: Kind) => kind === "date" || kind === "dateTime" || kind === "time";
export const isPrimitive = (type: string | undefined) => !["complex", "unknown"].includes(kindOf(type));

/** A single value that may be missing. */
export function value(made: Code, type: string | undefined): Operand {
  return { code: made, type, isList: false, mayBeEmpty: true };
}

/** A single value that is there. */
export function present(made: Code, type: string): Operand {
  return { code: made, type, isList: false, mayBeEmpty: false };
}

/** A collection. */
export function list(made: Code, type: string | undefined): Operand {
  return { code: made, type, isList: true, mayBeEmpty: true };
}

/** A collection whose code is written only when it is asked for, since often its items are asked one by one instead. */
export function lazyList(write: () => Code, rest: Omit<Operand, "code" | "isList" | "mayBeEmpty">): Operand {
  let made: Code | undefined;
  return {
    ...rest,
    isList: true,
    mayBeEmpty: true,
    get code() {
      return (made ??= write());
    },
  };
}

/** Nothing, `{}`. */
export const empty: Operand = { code: code`undefined`, type: undefined, isList: false, mayBeEmpty: true };
