import { code } from "../../codegen/index.ts";
import { asList, asNodes, nodeList } from "../items.ts";
import { lazyList, type Operand } from "../operand.ts";
import { emitCombined, emitUnion } from "../operator/index.ts";
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

/** `intersect` and `exclude`: the items that the other collection has, or has not. */
const sifted =
  (helper: "intersect" | "exclude"): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const scope = scopeOf(call, context);
    const input = inputOf(call, context, how);
    const other = how.emit(argument(call, 0), context);
    const made = () => code`${context.use(helper)}(${asNodes(input, context)}, ${asNodes(other, context)}, ${scope})`;
    return sameType(input, nodeList(made), () => code`${context.use("valuesOf")}(${made()})`);
  };

/** Nodes as values again where their type was known. */
function sameType(input: Operand, found: Operand, values: () => Operand["code"]): Operand {
  return input.type === undefined ? found : lazyList(values, { type: input.type });
}

/** https://hl7.org/fhirpath/N1/#combining, https://hl7.org/fhirpath/N1/#subsetting */
export const combining: Readonly<Record<string, EmitFunction>> = {
  distinct,
  union,
  combine,
  intersect: sifted("intersect"),
  exclude: sifted("exclude"),
};
