import { code, type Code } from "../../codegen/index.ts";
import { anything, ask, opposite, presenceOf } from "../ask.ts";
import { asList, asNodes, itemOf } from "../items.ts";
import { isPrimitive, present, value, type Context, type Emit, type Operand } from "../operand.ts";
import { truth } from "../operator/index.ts";
import type { Expression } from "../tree.ts";
import { argument, arity, inputOf, scopeOf, type EmitFunction } from "./function.ts";
import { criterionTest, ofItem, usesIndex } from "./item.ts";

const isTrue = (condition: Code) => present(condition, "boolean");

const exists: EmitFunction = (call, context, how) => {
  arity(call, 0, 1);
  const input = inputOf(call, context, how);
  const [criterion] = call.args;
  return isTrue(
    criterion === undefined ? presence(input, context) : askCriterion("some", input, criterion, context, how),
  );
};

const isEmpty: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  if (context.scope !== undefined) return isTrue(opposite(presence(input, context)));
  if (input.isList) return isTrue(code`(${input.code}.length === 0)`);
  return isTrue(input.mayBeEmpty ? code`(${input.code} == null)` : code`false`);
};

const presence = (input: Operand, context: Context) =>
  input.isList ? ask("some", input, anything, context) : presenceOf(input, context);

const all: EmitFunction = (call, context, how) => {
  arity(call, 1);
  return isTrue(askCriterion("every", inputOf(call, context, how), argument(call, 0), context, how));
};

function askCriterion(
  quantifier: "some" | "every",
  input: Operand,
  criterion: Expression,
  context: Context,
  how: Emit,
): Code {
  if (!usesIndex(criterion)) return ask(quantifier, input, criterionTest(criterion, context, how), context);
  const names = context.names.inner();
  const [item, index] = [names.fresh("item"), names.fresh("index")];
  const inner = { ...ofItem(context, itemOf(input, item, context), names), index: present(index, "integer") };
  const condition = how.emitCondition(criterion, inner);
  return quantifier === "some"
    ? code`${asList(input, context)}.some((${item}, ${index}) => ${condition})`
    : code`${asList(input, context)}.every((${item}, ${index}) => ${condition})`;
}

/** "True if the input collection contains a single value which is a FHIR primitive, and it has a primitive value". https://hl7.org/fhir/R4/fhirpath.html#functions */
const hasValue: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  if (context.scope === undefined)
    return isTrue(input.isList ? code`(${input.code}.length === 1)` : presenceOf(input, context));
  if (input.type === undefined || input.isList) {
    const isPlain = input.type !== undefined && !isPrimitive(input.type);
    return isTrue(isPlain ? code`false` : code`${context.use("hasValue")}(${asList(input, context)})`);
  }
  if (!isPrimitive(input.type)) return isTrue(code`false`);
  return isTrue(input.mayBeEmpty ? code`(${input.code} != null)` : code`true`);
};

const not: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = truth(inputOf(call, context, how), context);
  return input.mayBeEmpty
    ? value(code`${context.use("not")}(${input.code})`, "boolean")
    : present(code`!${input.code}`, "boolean");
};

const count: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  if (input.isList) return present(code`${input.code}.length`, "integer");
  const there = presenceOf(input, context);
  return present(there.text === "true" ? code`1` : code`(${there} ? 1 : 0)`, "integer");
};

/** `allTrue()` and kin: every item, or some item, is this boolean. */
const over =
  (quantifier: "every" | "some", wanted: boolean): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = inputOf(call, context, how);
    const test = (item: Operand) =>
      item.form === "nodes"
        ? code`${context.use("plain")}(${item.code}) === ${wanted}`
        : code`${item.code} === ${wanted}`;
    return isTrue(ask(quantifier, input, test, context));
  };

const isDistinct: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const items = inputOf(call, context, how);
  if (items.form === "nodes")
    return isTrue(code`${context.use("isDistinctNodes")}(${asNodes(items, context)}, ${context.scope ?? ""})`);
  return isTrue(code`${context.use("isDistinct")}(${asList(items, context)})`);
};

/** `subsetOf` and `supersetOf`: every item of one side is among the other's. */
const within =
  (isInput: boolean): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const sides = [inputOf(call, context, how), how.emit(argument(call, 0), context)].map((one) =>
      asNodes(one, context),
    );
    const [part, whole] = isInput ? sides : sides.reverse();
    return isTrue(code`${context.use("isSubset")}(${part ?? ""}, ${whole ?? ""}, ${scopeOf(call, context)})`);
  };

/** https://hl7.org/fhirpath/N1/#existence */
export const existence: Readonly<Record<string, EmitFunction>> = {
  exists,
  empty: isEmpty,
  hasValue,
  not,
  count,
  all,
  allTrue: over("every", true),
  allFalse: over("every", false),
  anyTrue: over("some", true),
  anyFalse: over("some", false),
  isDistinct,
  subsetOf: within(true),
  supersetOf: within(false),
};
