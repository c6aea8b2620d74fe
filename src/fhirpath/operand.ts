import { code, type Code, type Names } from "../codegen/index.ts";
import type { ElementModel, Model } from "./model.ts";

/** An expression that became JavaScript, and what is known of its value when it is compiled. */
export interface Operand {
  /** A value, undefined for nothing; an array where `isList`. */
  readonly code: Code;
  /** Name of the FHIR type; undefined when several are possible. */
  readonly type: string | undefined;
  readonly isList: boolean;
  /** Of a single value: it may be undefined. */
  readonly mayBeEmpty: boolean;
  /** The code is a name, so it may be repeated. */
  readonly isName?: boolean;
  /** The literal behind the code. */
  readonly constant?: string | number | boolean;
  /** The code is a choice element of this operand, so that `ofType` can read one property of it. */
  readonly choice?: { readonly input: Operand; readonly element: ElementModel };
}

/** What an expression is compiled in. */
export interface Context {
  readonly model: Model;
  /** The variable of this name; a text instead says why it cannot be used here. */
  readonly variable: (name: string) => Operand | string | undefined;
  /** `$this`; none in an expression that has no focus. */
  readonly focus: Operand | undefined;
  /** The name of something of the run time, imported because of this call. */
  readonly use: (helper: string) => Code;
  /** A constant of the module with this value. */
  readonly hoist: (hint: string, value: Code) => Code;
  readonly names: Names;
  /** Arguments that tell the run time where an issue belongs: the run and the rule. */
  readonly origin: Code;
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

/** The operand as an array. */
export function asList(operand: Operand, context: Context): Code {
  if (operand.isList) return operand.code;
  return operand.mayBeEmpty ? code`${context.use("listOf")}(${operand.code})` : code`[${operand.code}]`;
}

/** The operand as one value; several at run time are an issue. https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections */
export function asSingle(operand: Operand, context: Context): Operand {
  if (!operand.isList) return operand;
  return value(code`${context.use("single")}(${operand.code}, ${context.origin})`, operand.type);
}

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

/** Nothing, `{}`. */
export const empty: Operand = { code: code`undefined`, type: undefined, isList: false, mayBeEmpty: true };
