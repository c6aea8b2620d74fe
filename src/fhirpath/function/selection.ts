import { code, type Code } from "../../codegen/index.ts";
import { readElement } from "../element.ts";
import { asList, asSingle, empty, kindOf, list, present, value, type Context, type Operand } from "../operand.ts";
import { ExpressionFault, type Expression } from "../tree.ts";
import { predicate } from "./existence.ts";
import { argument, arity, inputOf, type Call, type EmitFunction } from "./function.ts";

const where: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  return list(
    code`${asList(input, context)}.filter(${predicate(argument(call, 0), input.type, context, how)})`,
    input.type,
  );
};

const select: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  const names = context.names.inner();
  const item = names.fresh("item");
  const made = how.emit(argument(call, 0), {
    ...context,
    names,
    focus: { code: item, type: input.type, isList: false, mayBeEmpty: false, isName: true },
  });
  return list(code`${context.use("collect")}(${asList(input, context)}, (${item}) => ${made.code})`, made.type);
};

const atEnd =
  (pick: (input: Code) => Code): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = inputOf(call, context, how);
    return input.isList ? value(pick(input.code), input.type) : input;
  };

const part =
  (slice: (input: Code, count: Code) => Code): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const input = inputOf(call, context, how);
    const count = asSingle(how.emit(argument(call, 0), context), context);
    return list(slice(asList(input, context), count.code), input.type);
  };

const tail: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  return list(code`${asList(input, context)}.slice(1)`, input.type);
};

const single: EmitFunction = (call, context, how) => {
  arity(call, 0);
  return asSingle(inputOf(call, context, how), context);
};

const distinct: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  return list(code`${context.use("distinct")}(${asList(input, context)})`, input.type);
};

const joined =
  (isSet: boolean): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const input = inputOf(call, context, how);
    const other = how.emit(argument(call, 0), context);
    const both = code`[...${asList(input, context)}, ...${asList(other, context)}]`;
    return list(
      isSet ? code`${context.use("distinct")}(${both})` : both,
      input.type === other.type ? input.type : undefined,
    );
  };

/** The type that an argument names: `Quantity`, `FHIR.Quantity`, `System.String`. */
function typeArgument(call: Call, context: Context): string {
  const words: string[] = [];
  let at: Expression | undefined = argument(call, 0);
  while (at !== undefined) {
    if (at.kind !== "path")
      throw new ExpressionFault("fhirpath/syntax", `${call.name}() needs the name of a type.`, at.at);
    words.unshift(...at.name.split("."));
    at = at.input;
  }
  const plain = words.at(-1) ?? "";
  const name = words[0] === "System" ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain;
  const known =
    context.model.type(name)?.name ?? context.model.type(name.charAt(0).toLowerCase() + name.slice(1))?.name;
  if (known === undefined) throw new ExpressionFault("fhirpath/type", `No type is called ${name}.`, call.at);
  return known;
}

const ofType: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  const type = typeArgument(call, context);
  if (input.choice !== undefined) {
    const types = input.choice.element.types.filter((one) => context.model.isA(one, type));
    return types.length === 0 ? empty : readElement(input.choice.input, input.choice.element, types, context);
  }
  if (input.type !== undefined) return context.model.isA(input.type, type) ? input : empty;
  const kind = kindOf(type);
  if (kind === "string" || kind === "boolean")
    return list(code`${context.use("ofKind")}(${asList(input, context)}, ${kind})`, type);
  throw new ExpressionFault("fhirpath/type", `${call.name}(${type}) cannot tell the type of this value.`, call.at);
};

const is: EmitFunction = (call, context, how) => {
  const input = inputOf(call, context, how);
  const found = ofType(call, context, how);
  if (input.type !== undefined && !input.isList && !input.mayBeEmpty)
    return present(code`${found !== empty}`, "boolean");
  const there = (operand: Operand) =>
    operand.isList ? code`${operand.code}.length > 0` : code`${operand.code} != null`;
  return value(code`(${there(input)} ? ${there(found)} : undefined)`, "boolean");
};

const iif: EmitFunction = (call, context, how) => {
  arity(call, 2, 3);
  const condition = how.emitCondition(argument(call, 0), context);
  const yes = how.emit(argument(call, 1), context);
  const no = call.args[2] === undefined ? empty : how.emit(call.args[2], context);
  const type = no === empty || yes.type === no.type ? yes.type : yes === empty ? no.type : undefined;
  if (yes.isList || no.isList)
    return list(code`(${condition} ? ${asList(yes, context)} : ${asList(no, context)})`, type);
  return {
    ...value(code`(${condition} ? ${yes.code} : ${no.code})`, type),
    mayBeEmpty: yes.mayBeEmpty || no.mayBeEmpty,
  };
};

/** https://hl7.org/fhirpath/N1/#filtering-and-projection, #subsetting, #combining, #types */
export const selection: Readonly<Record<string, EmitFunction>> = {
  where,
  select,
  first: atEnd((input) => code`${input}[0]`),
  last: atEnd((input) => code`${input}.at(-1)`),
  tail,
  single,
  skip: part((input, count) => code`${input}.slice(Math.max(${count}, 0))`),
  take: part((input, count) => code`${input}.slice(0, Math.max(${count}, 0))`),
  distinct,
  combine: joined(false),
  union: joined(true),
  ofType,
  as: ofType,
  is,
  iif,
};
