import { code, literal, type Code } from "../../codegen/index.ts";
import { ask, both, either, opposite, presenceOf } from "../ask.ts";
import { readElement } from "../element.ts";
import { asList, asNodes, asSingle, itemOf, oneOf } from "../items.ts";
import { empty, isPrimitive, kindOf, lazyList, list, present, value, type Context, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { arity, inputOf, scopeOf, typeArgument, type Call, type EmitFunction } from "./function.ts";

const ofType: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  const type = typeArgument(call, context);
  if (input === empty) return empty;
  if (input.choice !== undefined) {
    const types = input.choice.types.filter((one) => context.model.isA(one, type));
    return types.length === 0 ? empty : readElement(input.choice.input, input.choice.element, types, context);
  }
  if (input.form === "nodes") return nodesOfType(input, type, call, context);
  if (input.type !== undefined) {
    if (context.model.isA(input.type, type)) return input;
    return context.scope !== undefined && context.model.isA(type, input.type) ? downcast(input, type, context) : empty;
  }
  const kind = kindOf(type);
  if (kind === "string" || kind === "boolean")
    return list(code`${context.use("ofKind")}(${asList(input, context)}, ${kind})`, type);
  throw new ExpressionFault("fhirpath/type", `${call.name}(${type}) cannot tell the type of this value.`, call.at);
};

/** Of nodes those of a type, which is then known. */
function nodesOfType(input: Operand, type: string, call: Call, context: Context): Operand {
  const made = () =>
    code`${context.use("nodesOfType")}(${asNodes(input, context)}, ${typeNames(type, context)}, ${scopeOf(call, context)})`;
  // A node of a primitive is what a boxed list holds; of an object only the value counts from here on.
  const found = isPrimitive(type)
    ? lazyList(made, { type, form: "boxed" })
    : lazyList(() => code`${context.use("valuesOf")}(${made()})`, { type });
  if (input.isList) return found;
  return oneOf(found, code`${found.code}[0]`, context);
}

/** Resources of a type that only each of them tells. */
function downcast(input: Operand, type: string, context: Context): Operand {
  if (!context.model.isA(type, "Resource")) return empty;
  if (!input.isList) {
    const isOfType = resourceTest(input, type, context);
    return {
      ...value(code`(${isOfType} ? ${input.code} : undefined)`, type),
      presence: isOfType,
      ask: (quantifier, test, names) => {
        const asked = test({ ...input, type, mayBeEmpty: false }, names);
        return quantifier === "some" ? both(isOfType, asked) : either(opposite(isOfType), asked);
      },
    };
  }
  const test = (one: Operand) => resourceTest(one, type, context);
  return lazyList(
    () => {
      const names = context.names.inner();
      const item = names.fresh("item");
      return code`${asList(input, context)}.filter((${item}) => ${test(itemOf(input, item, context))})`;
    },
    {
      type,
      ask: (quantifier, asked, given) =>
        ask(
          quantifier,
          input,
          (one, inner) =>
            quantifier === "some"
              ? both(test(one), asked({ ...one, type }, inner))
              : either(opposite(test(one)), asked({ ...one, type }, inner)),
          context,
          given,
        ),
    },
  );
}

/** The condition that a resource, which may be missing, is of a type. */
function resourceTest({ code: resource, mayBeEmpty }: Operand, type: string, context: Context): Code {
  const own = mayBeEmpty ? code`${resource}?.resourceType` : code`${resource}.resourceType`;
  const types = context.model.subtypes(type);
  return types.length === 1 ? code`${own} === ${type}` : code`${typeNames(type, context)}.has(${own})`;
}

/** The names of a type and of those that derive from it. */
function typeNames(type: string, context: Context): Code {
  const names = context.model.subtypes(type).map(({ name }) => name);
  return context.hoist("types", code`new Set(${literal(names)})`);
}

const is: EmitFunction = (call, context, how) => {
  arity(call, 1);
  if (context.scope === undefined) {
    const input = inputOf(call, context, how);
    const found = ofType(call, context, how);
    if (input.type !== undefined && !input.isList && !input.mayBeEmpty)
      return present(code`${found !== empty}`, "boolean");
    const there = (operand: Operand) =>
      operand.isList ? code`${operand.code}.length > 0` : code`${operand.code} != null`;
    return value(code`(${there(input)} ? ${there(found)} : undefined)`, "boolean");
  }
  return isOfType(asSingle(inputOf(call, context, how), context), call, context, how);
};

const isOfType = (input: Operand, call: Call, context: Context, how: Parameters<EmitFunction>[2]): Operand => {
  // The input is worked out once here, and read again by its name.
  const found = ofType({ ...call, input: { kind: "this", at: call.at } }, { ...context, focus: input }, how);
  const isFound = found === empty ? code`false` : presenceOf(found, context);
  const isThere = presenceOf(input, context);
  if (isThere.text === "true") return present(isFound, "boolean");
  return { ...value(code`(${isThere} ? ${isFound} : undefined)`, "boolean"), whenTrue: isFound };
};

/** https://hl7.org/fhirpath/N1/#types-and-reflection, https://hl7.org/fhirpath/N1/#filtering-and-projection */
export const type: Readonly<Record<string, EmitFunction>> = { ofType, as: ofType, is };
