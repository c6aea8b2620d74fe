import { code } from "../../codegen/index.ts";
import { asSingle, compileExpression, type ElementModel, type Operand } from "../../fhirpath/index.ts";
import { reportMissing } from "../emit/missing.ts";
import { readTarget, type TargetObject } from "../emit/object.ts";
import { readsOf } from "../emit/reads.ts";
import { expressionContext, refuse, refuseFault, type Scope } from "../emit/scope.ts";
import { withDeciders, withSources } from "../emit/sources.ts";
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

/** A parameter as an operand: a literal, or what its variable holds. */
export function operandOf(parameter: Parameter, scope: Scope, rule: Rule): Operand | undefined {
  if (parameter.kind === "expression") return evaluated(parameter, undefined, scope, rule);
  if (parameter.kind === "variable") {
    const found = scope.variables.get(parameter.text);
    if (found === undefined) {
      refuse(scope, "fml/unknown-variable", `No variable is called ${parameter.text} here.`, parameter.at);
      return;
    }
    return found.kind === "object" ? readTarget(found.object, scope) : found.operand;
  }
  const type = parameter.kind;
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

/** An expression as one value; several at run time are an issue. */
export function evaluated(
  expression: Parameter & { readonly kind: "expression" },
  focus: Operand | undefined,
  scope: Scope,
  rule: Rule,
): Operand | undefined {
  const context = expressionContext(scope, rule, focus);
  const made = compileExpression(expression.tree, context);
  if (made.ok) {
    const reads = readsOf(expression.tree, focus, scope);
    return withDeciders(withSources(asSingle(made.value, context), reads.from), reads.because);
  }
  refuseFault(scope, made.fault);
  return undefined;
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
  const operand = parameter === undefined ? undefined : operandOf(parameter, call.scope, call.rule);
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

/** A text that is known when the map is compiled. */
export const textConstant = (constant: string): Operand => ({
  code: code`${constant}`,
  type: "string",
  isList: false,
  mayBeEmpty: false,
  constant,
});
