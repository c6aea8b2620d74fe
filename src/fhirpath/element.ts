import { code, createNames, join, member } from "../codegen/index.ts";
import { propertyOf, type ElementModel } from "./model.ts";
import { list, value, type Context, type Operand } from "./operand.ts";

/** Reads an element, or of a choice only the properties of some types. */
export function readElement(
  input: Operand,
  element: ElementModel,
  types: readonly string[],
  context: Context,
): Operand {
  const type = types.length === 1 ? types[0] : undefined;
  const properties = types.map((one) => propertyOf(element, one));
  const unique = element.isChoice ? properties : [element.name];
  const choice = element.isChoice && types.length > 1 ? { choice: { input, element } } : {};
  if (input.isList) {
    const item = createNames(["run", "rules"]).fresh("item");
    const read = join(
      unique.map((property) => member(item, property)),
      " ?? ",
    );
    return { ...list(code`${context.use("collect")}(${input.code}, (${item}) => ${read})`, type), ...choice };
  }
  const read = unique.map((property) => member(input.code, property, input.mayBeEmpty));
  if (element.isList) return list(code`(${read[0] ?? ""} ?? ${context.use("none")})`, type);
  return {
    ...value(read.length === 1 && read[0] !== undefined ? read[0] : code`(${join(read, " ?? ")})`, type),
    ...choice,
  };
}
