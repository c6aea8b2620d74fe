import { code, createNames, join, literal, member, type Code } from "../codegen/index.ts";
import { anything, askEach, mapped } from "./ask.ts";
import { choiceNode, hasSidecar } from "./items.ts";
import { propertyOf, type ElementModel } from "./model.ts";
import { list, value, type Context, type Operand } from "./operand.ts";

/** Reads an element, or of a choice only the properties of some types. */
export function readElement(
  input: Operand,
  element: ElementModel,
  types: readonly string[],
  context: Context,
): Operand {
  if (context.scope === undefined) return readValue(input, element, types, context);
  if (!input.isList) return readOne(input, element, types, context);
  const choice = isOpen(element, types) ? { choice: { input, element, types } } : {};
  return mapped(input, (item) => readOne(item, element, types, context), context, choice);
}

/** More properties than this are looked for among those that are there. */
const FEW = 4;

const isOpen = (element: ElementModel, types: readonly string[]) => element.isChoice && types.length > 1;

function readOne(input: Operand, element: ElementModel, types: readonly string[], context: Context): Operand {
  if (isOpen(element, types)) return readChoice(input, element, types, context);
  const [type] = types;
  const property = type === undefined ? element.name : propertyOf(element, type);
  const read = readProperty(input, property);
  const isWhole = types.length === element.types.length;
  const known = isWhole ? input.known?.presence?.(element.name) : undefined;
  const presence = known === undefined ? {} : { presence: known };
  if (!hasSidecar(type, element.name)) {
    if (!element.isList) return { ...value(read, type), ...presence };
    return readList(read, type, known ?? code`(${read} != null)`, context);
  }
  const sidecar = readProperty(input, `_${property}`);
  if (!element.isList) return { ...value(read, type), sidecar, ...presence };
  return {
    ...list(code`${context.use("boxes")}(${read}, ${sidecar})`, type),
    form: "boxed",
    presence: known ?? code`(${read} != null || ${sidecar} != null)`,
  };
}

/** A list of objects; asking its items does without an array where there is none. */
function readList(read: Code, type: string | undefined, presence: Code, context: Context): Operand {
  return {
    ...list(code`(${read} ?? ${context.use("none")})`, type),
    presence,
    ask(quantifier, test, names) {
      if (test === anything) return quantifier === "some" ? presence : code`true`;
      const asked = askEach(quantifier, list(read, type), test, context, names);
      return quantifier === "some" ? code`(${read} != null && ${asked})` : code`(${read} == null || ${asked})`;
    },
  };
}

function readProperty(input: Operand, property: string): Code {
  return input.known?.property?.(property) ?? member(input.code, property, input.mayBeEmpty);
}

function readChoice(input: Operand, element: ElementModel, types: readonly string[], context: Context): Operand {
  const choice = { input, element, types };
  const properties = types.flatMap((type) => {
    const property = propertyOf(element, type);
    return hasSidecar(type, element.name) ? [property, `_${property}`] : [property];
  });
  const isWhole = types.length === element.types.length;
  let made: Code | undefined;
  return {
    type: undefined,
    isList: false,
    mayBeEmpty: true,
    form: "nodes",
    choice,
    get code() {
      return (made ??= choiceNode(choice, context));
    },
    get parts() {
      return types.map((type) => readOne(input, element, [type], context));
    },
    get presence() {
      const known = isWhole ? input.known?.presence?.(element.name) : undefined;
      return known ?? anyOf(input, element, properties, context);
    },
  };
}

/** The condition that one of these properties is there. */
function anyOf(input: Operand, element: ElementModel, properties: readonly string[], context: Context): Code {
  const isKnown = properties.every((property) => input.known?.property?.(property) !== undefined);
  if (isKnown || properties.length <= FEW) {
    const each = properties.map((property) => code`${readProperty(input, property)} != null`);
    return code`(${join(each, " || ")})`;
  }
  const names = context.hoist(`${element.name}Properties`, code`new Set(${literal(properties)})`);
  return code`${context.use("hasAny")}(${input.code}, ${names})`;
}

/** Reads values alone, as maps do. */
function readValue(input: Operand, element: ElementModel, types: readonly string[], context: Context): Operand {
  const type = types.length === 1 ? types[0] : undefined;
  const properties = element.isChoice ? types.map((one) => propertyOf(element, one)) : [element.name];
  const choice = isOpen(element, types) ? { choice: { input, element, types } } : {};
  if (input.isList) {
    const item = createNames(["run", "rules"]).fresh("item");
    const read = join(
      properties.map((property) => member(item, property)),
      " ?? ",
    );
    return { ...list(code`${context.use("collect")}(${input.code}, (${item}) => ${read})`, type), ...choice };
  }
  const read = properties.map((property) => member(input.code, property, input.mayBeEmpty));
  if (element.isList && read[0] !== undefined)
    return { ...list(code`(${read[0]} ?? ${context.use("none")})`, type), found: read[0] };
  return {
    ...value(read.length === 1 && read[0] !== undefined ? read[0] : code`(${join(read, " ?? ")})`, type),
    ...choice,
  };
}
