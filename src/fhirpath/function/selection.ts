import { code, type Code } from "../../codegen/index.ts";
import { ask, both, either, mapped, opposite } from "../ask.ts";
import { asList, asNodes, boxed, isPath, itemOf, nodeList, oneOf } from "../items.ts";
import { empty, lazyList, list, present, value, type Context, type Emit, type Operand } from "../operand.ts";
import { readElement } from "../element.ts";
import type { Expression } from "../tree.ts";
import { argument, arity, inputOf, singleArgument, typeArgument, type Call, type EmitFunction } from "./function.ts";
import { criterionTest, ofItem, typeAsked, usesIndex } from "./item.ts";

const where: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  const criterion = argument(call, 0);
  return filtered(input, criterion, narrowedType(input, criterion, context), context, how);
};

/** The type that the items have which pass. */
function narrowedType(input: Operand, criterion: Expression, context: Context): string | undefined {
  const asked = typeAsked(criterion);
  if (context.scope === undefined || asked === undefined || input.type === undefined) return input.type;
  const type = typeArgument({ kind: "call", name: "is", args: [asked], at: criterion.at }, context);
  return context.model.isA(type, input.type) ? type : input.type;
}

function filtered(
  input: Operand,
  criterion: Expression,
  type: string | undefined,
  context: Context,
  how: Emit,
): Operand {
  if (usesIndex(criterion))
    return { ...list(indexed("filter", input, criterion, context, how), type), ...formOf(input) };
  const test = criterionTest(criterion, context, how);
  if (input.choice?.input.isList === true) {
    // The owners are filtered, so that the choice stays one of known types.
    const { input: owners, element, types } = input.choice;
    const kept = passing(
      owners,
      (owner, names) => ask("some", readElement(owner, element, types, context), test, context, names),
      owners.type,
      context,
    );
    return readElement(kept, element, types, context);
  }
  return passing(input, test, type, context);
}

const formOf = ({ form }: Operand) => (form === undefined ? {} : { form });

/** The items that pass a test. */
function passing(
  input: Operand,
  test: (item: Operand, names: Context["names"]) => Code,
  type: string | undefined,
  context: Context,
): Operand {
  const names = context.names.inner();
  const item = names.fresh("item");
  // Written once here, so that a fault shows whether or not the list is ever made.
  const condition = test(itemOf(input, item, context), names);
  const made = () => code`${asList(input, context)}.filter((${item}) => ${condition})`;
  if (context.scope === undefined) return list(made(), type);
  const as = (one: Operand) => (type === input.type ? one : { ...one, type });
  return lazyList(made, {
    type,
    ...itemForm(input),
    ask: (quantifier, asked, given) =>
      ask(
        quantifier,
        input,
        (one, inner) =>
          quantifier === "some"
            ? both(test(one, inner), asked(as(one), inner))
            : either(opposite(test(one, inner)), asked(as(one), inner)),
        context,
        given,
      ),
  });
}

/** An array's method whose function wants the index too. */
function indexed(method: "filter" | "collect", input: Operand, body: Expression, context: Context, how: Emit): Code {
  const names = context.names.inner();
  const [item, index] = [names.fresh("item"), names.fresh("index")];
  const inner = { ...ofItem(context, itemOf(input, item, context), names), index: present(index, "integer") };
  if (method === "filter")
    return code`${asList(input, context)}.filter((${item}, ${index}) => ${how.emitCondition(body, inner)})`;
  return code`${context.use("collect")}(${asList(input, context)}, (${item}, ${index}) => ${boxed(how.emit(body, inner), context)})`;
}

const select: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  const projection = argument(call, 0);
  if (context.scope !== undefined && !usesIndex(projection))
    return mapped(input, (item, names) => how.emit(projection, ofItem(context, item, names)), context);
  const names = context.names.inner();
  const item = names.fresh("item");
  const inner = { ...ofItem(context, itemOf(input, item, context), names), index: present(code`0`, "integer") };
  const made = how.emit(projection, inner);
  if (context.scope !== undefined)
    return { ...list(indexed("collect", input, projection, context, how), made.type), ...formOf(made) };
  return list(code`${context.use("collect")}(${asList(input, context)}, (${item}) => ${made.code})`, made.type);
};

const atEnd =
  (pick: (input: Code) => Code): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = inputOf(call, context, how);
    return input.isList ? oneOf(input, pick(input.code), context) : input;
  };

const part =
  (slice: (input: Code, count: Code) => Code): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const input = inputOf(call, context, how);
    const count = singleArgument(call, 0, context, how);
    return { ...list(slice(asList(input, context), count.code), input.type), ...itemForm(input) };
  };

/** The form of the items when the operand is made an array. */
const itemForm = (operand: Operand) => (operand.sidecar === undefined ? formOf(operand) : { form: "boxed" as const });

const tail: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  return { ...list(code`${asList(input, context)}.slice(1)`, input.type), ...itemForm(input) };
};

const single: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  return input.isList ? oneOf(input, context.single(input.code), context) : input;
};

const iif: EmitFunction = (call, context, how) => {
  arity(call, 2, 3);
  // Called on a collection, all of it is what the arguments are asked of: `x.iif(empty(), …)`.
  if (call.input !== undefined) return ofInput(how.emit(call.input, context), call, context, how);
  return branches(call, context, context, how);
};

/** The input is worked out once, under a name. */
function ofInput(input: Operand, call: Call, context: Context, how: Emit): Operand {
  if (isPath(input.code)) return branches(call, { ...context, focus: input }, context, how);
  const names = context.names.inner();
  const one = names.fresh("one");
  const focus = input.isList
    ? { ...list(one, input.type), ...formOf(input) }
    : { ...oneOf(input, one, context), isName: true };
  const made = branches(call, { ...context, focus, names }, context, how);
  const written = code`((${one}) => ${made.code})(${input.isList ? input.code : boxed(input, context)})`;
  const { type, mayBeEmpty } = made;
  return made.isList
    ? { ...list(written, type), ...formOf(made) }
    : { ...value(written, type), mayBeEmpty, ...formOf(made) };
}

function branches(call: Call, inner: Context, context: Context, how: Emit): Operand {
  const condition = how.emitCondition(argument(call, 0), inner);
  const yes = how.emit(argument(call, 1), inner);
  const no = call.args[2] === undefined ? empty : how.emit(call.args[2], inner);
  const type = no === empty || yes.type === no.type ? yes.type : yes === empty ? no.type : undefined;
  if (context.scope !== undefined && (type === undefined || yes.form !== no.form || yes.choice !== undefined))
    return nodeList(() => code`(${condition} ? ${asNodes(yes, context)} : ${asNodes(no, context)})`);
  if (yes.isList || no.isList) {
    const made = list(code`(${condition} ? ${asList(yes, context)} : ${asList(no, context)})`, type);
    return { ...made, ...formOf(yes) };
  }
  return {
    ...value(code`(${condition} ? ${yes.code} : ${no.code})`, type),
    mayBeEmpty: yes.mayBeEmpty || no.mayBeEmpty,
  };
}

/** https://hl7.org/fhirpath/N1/#filtering-and-projection, #subsetting, #miscellaneous */
export const selection: Readonly<Record<string, EmitFunction>> = {
  where,
  select,
  first: atEnd((input) => code`${input}[0]`),
  last: atEnd((input) => code`${input}.at(-1)`),
  tail,
  single,
  skip: part((input, count) => code`${input}.slice(Math.max(${count}, 0))`),
  take: part((input, count) => code`${input}.slice(0, Math.max(${count}, 0))`),
  iif,
};
