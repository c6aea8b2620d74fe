import { code, join, literal, type Code } from "../codegen/index.ts";
import { isPrimitive, lazyList, value, type Choice, type Context, type Operand } from "./operand.ts";
import { propertyOf } from "./model.ts";

/** The operand as an array of its items; those of a boxed operand and of nodes are what its form says. */
export function asList(operand: Operand, context: Context): Code {
  if (operand.isList) return operand.code;
  if (operand.sidecar !== undefined) return code`${context.use("listOf")}(${boxed(operand, context)})`;
  return operand.mayBeEmpty ? code`${context.use("listOf")}(${operand.code})` : code`[${operand.code}]`;
}

/** The operand as one value; several at run time are the context's to answer. https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections */
export function asSingle(operand: Operand, context: Context): Operand {
  return operand.isList ? oneOf(operand, context.single(operand.code), context) : operand;
}

/** A value that was taken out of a collection, and may be missing. */
export function oneOf(operand: Operand, taken: Code, context: Context): Operand {
  if (operand.form === "nodes") return { ...value(taken, undefined), form: "nodes" };
  if (operand.form !== "boxed") return value(taken, operand.type);
  return {
    ...value(code`${context.use("plain")}(${taken})`, operand.type),
    sidecar: code`${context.use("sidecarOf")}(${taken})`,
    item: taken,
  };
}

/** Single values of which one may be there, as one value of a type. */
export function oneOfParts(parts: readonly Operand[], type: string | undefined): Operand {
  const sidecars = parts.flatMap(({ sidecar }) => sidecar ?? []);
  const joined = code`(${join(
    parts.map((part) => part.code),
    " ?? ",
  )})`;
  return { ...value(joined, type), ...(sidecars.length > 0 && { sidecar: code`(${join(sidecars, " ?? ")})` }) };
}

/** The item that a function of one item is given. */
export function itemOf(operand: Operand, item: Code, context: Context): Operand {
  const taken = oneOf(operand, item, context);
  if (operand.form === "boxed") return { ...taken, presence: code`true` };
  return { ...taken, mayBeEmpty: false, isName: true };
}

/** A single value with its `_x`, where it has one, as an item of a list. */
export function boxed(operand: Operand, context: Context): Code {
  if (operand.item !== undefined) return operand.item;
  if (operand.sidecar === undefined) return operand.code;
  return code`${context.use("box")}(${operand.code}, ${operand.sidecar})`;
}

/** The operand as an array of nodes: values that know their types. */
export function asNodes(operand: Operand, context: Context): Code {
  if (operand.form === "nodes" || operand.type === undefined) return asList(operand, context);
  if (operand.constant !== undefined) return context.hoist("nodes", code`[${asNode(operand, context)}]`);
  if (context.model.isA(operand.type, "Resource"))
    return code`${context.use("resourceNodes")}(${asList(operand, context)})`;
  return code`${context.use("nodes")}(${asList(operand, context)}, ${operand.type})`;
}

/** The operand, which is single, as one node or undefined. */
export function asNode(operand: Operand, context: Context): Code {
  if (operand.form === "nodes" || operand.type === undefined) return operand.code;
  if (operand.constant !== undefined)
    return context.hoist("node", code`${context.use("node")}(${operand.code}, ${operand.type})`);
  return code`${context.use("node")}(${boxed(operand, context)}, ${operand.type})`;
}

/** A collection of nodes. */
export function nodeList(write: () => Code): Operand {
  return lazyList(write, { type: undefined, form: "nodes" });
}

/** The node of a choice element: whichever of its properties is there. */
export function choiceNode({ input, element, types }: Choice, context: Context): Code {
  const properties = types.map((type) => [propertyOf(element, type), type]);
  const table = context.hoist(`${element.name}Types`, literal(properties));
  return code`${context.use("choiceNode")}(${input.code}, ${table})`;
}

/** A path of names, which costs next to nothing and may be written twice. */
export const isPath = (made: Code) => /^[\w$]+(?:(?:\?\.|\.)[\w$]+)*$/.test(made.text);

/** Says whether values of the type carry a `_x`: ids and narratives do not. */
export function hasSidecar(type: string | undefined, element: string): boolean {
  return isPrimitive(type) && element !== "id" && type !== "xhtml";
}
