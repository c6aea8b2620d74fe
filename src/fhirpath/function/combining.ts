import { code } from "../../codegen/index.ts";
import { asList, asNodes, nodeList } from "../items.ts";
import { isPrimitive, lazyList } from "../operand.ts";
import { emitCombined, emitIntersection, emitUnion } from "../operator/index.ts";
import { argument, arity, inputOf, scopeOf, type EmitFunction } from "./function.ts";

const distinct: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  if (input.form === "nodes")
    return nodeList(() => code`${context.use("distinctNodes")}(${asNodes(input, context)}, ${scopeOf(call, context)})`);
  return lazyList(() => code`${context.use("distinct")}(${asList(input, context)})`, {
    type: input.type,
    ...(input.form === "boxed" || input.sidecar !== undefined ? { form: "boxed" as const } : {}),
  });
};

const union: EmitFunction = (call, context, how) => {
  arity(call, 1);
  return emitUnion(inputOf(call, context, how), how.emit(argument(call, 0), context), context);
};

const combine: EmitFunction = (call, context, how) => {
  arity(call, 1);
  return emitCombined(inputOf(call, context, how), how.emit(argument(call, 0), context), context);
};

const intersect: EmitFunction = (call, context, how) => {
  arity(call, 1);
  scopeOf(call, context);
  return emitIntersection(inputOf(call, context, how), how.emit(argument(call, 0), context), context);
};

/** "The set of elements that are not in the other collection": duplicates and order are kept. */
const exclude: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const scope = scopeOf(call, context);
  const input = inputOf(call, context, how);
  const other = how.emit(argument(call, 0), context);
  const made = () => code`${context.use("exclude")}(${asNodes(input, context)}, ${asNodes(other, context)}, ${scope})`;
  if (input.type === undefined) return nodeList(made);
  return isPrimitive(input.type)
    ? lazyList(made, { type: input.type, form: "boxed" })
    : lazyList(() => code`${context.use("valuesOf")}(${made()})`, { type: input.type });
};

/** https://hl7.org/fhirpath/N1/#combining, https://hl7.org/fhirpath/N1/#subsetting */
export const combining: Readonly<Record<string, EmitFunction>> = {
  distinct,
  union,
  combine,
  intersect,
  exclude,
};
