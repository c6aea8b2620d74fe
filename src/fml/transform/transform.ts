import { code } from "../../codegen/index.ts";
import type { ElementModel, Operand } from "../../fhirpath/index.ts";
import type { TargetObject } from "../emit/object.ts";
import { reportMissing } from "../emit/missing.ts";
import { refuse, type Scope } from "../emit/scope.ts";
import type { Parameter, Rule, Transform } from "../tree.ts";

/** The use of a transform in a rule, and the element that its result is put into. */
export interface TransformCall {
  readonly transform: Transform;
  readonly rule: Rule;
  readonly scope: Scope;
  readonly place: { readonly object: TargetObject; readonly element: ElementModel } | undefined;
}

/** What a transform gives: a value, or an object that further targets may fill. */
export type Made =
  | { readonly kind: "value"; readonly operand: Operand }
  | {
      readonly kind: "object";
      readonly type: string;
      readonly fields?: readonly Field[];
      readonly byTransform: boolean;
    };

/** A first element of an object that a transform makes. */
export interface Field {
  readonly element: string;
  readonly value: Operand | { readonly type: string; readonly fields: readonly Field[] };
}

/** Writes one transform; undefined after an issue. */
export type EmitTransform = (call: TransformCall) => Made | undefined;

const literalTypes = {
  string: "string",
  integer: "integer",
  decimal: "decimal",
  boolean: "boolean",
  date: "date",
  dateTime: "dateTime",
  time: "time",
} as const;

/** A parameter as an operand: a literal, or what its variable holds. */
export function operandOf(parameter: Parameter, scope: Scope): Operand | undefined {
  if (parameter.kind === "expression") {
    refuse(scope, "fml/unsupported", "An expression stands here only in evaluate() or in brackets.", parameter.at);
    return;
  }
  if (parameter.kind === "variable") {
    const found = scope.variables.get(parameter.text);
    if (found === undefined) {
      refuse(scope, "fml/unknown-variable", `No variable is called ${parameter.text} here.`, parameter.at);
      return;
    }
    if (found.kind === "object") {
      refuse(scope, "fml/unsupported", `The target ${parameter.text} cannot be a parameter here.`, parameter.at);
      return;
    }
    return found.operand;
  }
  const type = literalTypes[parameter.kind];
  if (parameter.kind === "decimal" && String(Number(parameter.text)) !== parameter.text) {
    return {
      code: scope.writer.hoist("decimal", code`JSON.rawJSON(${parameter.text})`),
      type,
      isList: false,
      mayBeEmpty: false,
    };
  }
  const constant =
    parameter.kind === "integer" || parameter.kind === "decimal"
      ? Number(parameter.text)
      : parameter.kind === "boolean"
        ? parameter.text === "true"
        : parameter.text;
  return { code: code`${constant}`, type, isList: false, mayBeEmpty: false, constant };
}

/** The text of a parameter that must be a literal string, so that it is known when the map is compiled. */
export function literalOf(call: TransformCall, index: number, what: string): string | undefined {
  const parameter = call.transform.parameters[index];
  if (parameter?.kind === "string") return parameter.text;
  refuse(
    call.scope,
    "fml/parameter",
    `${call.transform.name}() needs ${what} as a literal string.`,
    parameter?.at ?? call.transform.at,
  );
  return undefined;
}

/** Refuses a wrong count of parameters. */
export function hasParameters(call: TransformCall, least: number, most = least): boolean {
  const count = call.transform.parameters.length;
  if (count >= least && count <= most) return true;
  const wanted =
    least === most ? String(least) : `${String(least)} to ${most === Infinity ? "any number of" : String(most)}`;
  refuse(
    call.scope,
    "fml/parameter",
    `${call.transform.name}() takes ${wanted} parameters, found ${String(count)}.`,
    call.transform.at,
  );
  return false;
}

/** The parameter of this place as an operand. */
export function parameterOf(call: TransformCall, index: number): Operand | undefined {
  const parameter = call.transform.parameters[index];
  const operand = parameter === undefined ? undefined : operandOf(parameter, call.scope);
  if (operand?.mayBeEmpty === true)
    call.scope.block.statements.push(
      reportMissing(
        operand,
        call.scope,
        call.scope.writer.rule(call.scope.linked.map, call.scope.linked.group, call.rule),
      ),
    );
  return operand;
}
