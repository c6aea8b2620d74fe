import { code, join, type Code, type Names } from "../codegen/index.ts";
import { asList, asNodes, boxed, isPath, itemOf } from "./items.ts";
import { lazyList, type Context, type Operand, type Test } from "./operand.ts";

/** The test that anything passes. */
export const anything: Test = () => code`true`;

/** Conditions that must all hold, without those that say nothing. */
export const both = (...conditions: readonly Code[]): Code => joined(conditions, " && ", "true", "false");

/** Conditions of which one must hold, without those that say nothing. */
export const either = (...conditions: readonly Code[]): Code => joined(conditions, " || ", "false", "true");

function joined(conditions: readonly Code[], sign: " && " | " || ", neutral: string, decisive: string): Code {
  const telling = conditions.filter(({ text }) => text !== neutral);
  const last = telling.find(({ text }) => text === decisive) ?? (telling.length === 1 ? telling[0] : undefined);
  if (last !== undefined) return last;
  return telling.length === 0 ? (conditions[0] ?? code``) : code`(${join(telling, sign)})`;
}

/** The opposite of a condition. */
export function opposite(condition: Code): Code {
  if (condition.text === "true") return code`false`;
  if (condition.text === "false") return code`true`;
  return isWrapped(condition.text) ? code`!${condition}` : code`!(${condition})`;
}

/** Says whether one pair of brackets holds all of a text; a bracket in a string of it only makes this say no. */
function isWrapped(text: string): boolean {
  let depth = 0;
  for (const [index, sign] of Array.from(text).entries()) {
    if (sign === "(") depth++;
    else if (sign === ")") depth--;
    if (depth === 0 && index < text.length - 1) return false;
  }
  return depth === 0;
}

/** The condition that there is anything. */
export function presenceOf(operand: Operand, context: Context): Code {
  if (operand.presence !== undefined) return operand.presence;
  if (operand.isList)
    return operand.ask === undefined
      ? code`(${operand.code}.length > 0)`
      : operand.ask("some", anything, context.names.inner());
  if (!operand.mayBeEmpty) return code`true`;
  return operand.sidecar === undefined
    ? code`(${operand.code} != null)`
    : code`(${operand.code} != null || ${operand.sidecar} != null)`;
}

/** The condition that some item, or every one, passes a test. */
export function ask(
  quantifier: "some" | "every",
  operand: Operand,
  test: Test,
  context: Context,
  names: Names = context.names.inner(),
): Code {
  if (quantifier === "some" && test === anything && operand.presence !== undefined) return operand.presence;
  if (operand.ask !== undefined) return operand.ask(quantifier, test, names);
  if (!operand.isList) return askOne(quantifier, operand, test, context, names);
  if (test === anything) return quantifier === "some" ? presenceOf(operand, context) : code`true`;
  return askEach(quantifier, operand, test, context, names);
}

/** Asks the items of an array one by one. */
export function askEach(
  quantifier: "some" | "every",
  array: Operand,
  test: Test,
  context: Context,
  names: Names,
): Code {
  const inner = names.inner();
  const item = inner.fresh("item");
  const condition = test(itemOf(array, item, context), inner);
  return quantifier === "some"
    ? code`${array.code}.some((${item}) => ${condition})`
    : code`${array.code}.every((${item}) => ${condition})`;
}

function askOne(quantifier: "some" | "every", operand: Operand, test: Test, context: Context, names: Names): Code {
  const there = presenceOf(operand, context);
  if (test === anything) return quantifier === "some" ? there : code`true`;
  if (operand.choice === undefined && operand.sidecar === undefined && !isPath(operand.code)) {
    // The value is worked out once.
    const inner = names.inner();
    const one = inner.fresh("one");
    const isThere = operand.mayBeEmpty ? code`${one} != null` : code`true`;
    const condition = test({ ...operand, code: one, isName: true, mayBeEmpty: false }, inner);
    const whole = quantifier === "some" ? both(isThere, condition) : either(opposite(isThere), condition);
    return code`((${one}) => ${whole})(${operand.code})`;
  }
  const condition = test(operand.choice === undefined ? assumed(operand) : operand, names);
  return quantifier === "some" ? both(there, condition) : either(opposite(there), condition);
}

/** A single value that was found to be there. */
function assumed(operand: Operand): Operand {
  if (operand.sidecar !== undefined) return { ...operand, presence: code`true` };
  return { ...operand, mayBeEmpty: false, presence: code`true` };
}

/**
 * What is read from each item of a collection, as one collection.
 *
 * @param read is asked of a sample item first, to learn the type
 */
export function mapped(
  input: Operand,
  read: (item: Operand, names: Names) => Operand,
  context: Context,
  rest: Pick<Operand, "choice"> = {},
): Operand {
  const names = context.names.inner();
  const item = names.fresh("item");
  const sample = read(itemOf(input, item, context), names);
  const isNodes = sample.form === "nodes" || sample.choice !== undefined;
  return lazyList(
    () => {
      const made =
        isNodes && sample.isList ? asNodes(sample, context) : sample.isList ? sample.code : boxed(sample, context);
      return code`${context.use("collect")}(${asList(input, context)}, (${item}) => ${made})`;
    },
    {
      ...rest,
      type: isNodes ? undefined : sample.type,
      ...(isNodes
        ? { form: "nodes" as const }
        : sample.form === "boxed" || sample.sidecar !== undefined
          ? { form: "boxed" as const }
          : {}),
      ask: (quantifier, test, given) =>
        ask(quantifier, input, (one, inner) => ask(quantifier, read(one, inner), test, context, inner), context, given),
    },
  );
}
