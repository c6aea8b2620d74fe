import { code, join, type Code } from "../../codegen/index.ts";
import { choiceProperty, isList, typeCode, type ElementNode } from "../tree/element-node.ts";
import type { Emission, Part } from "./emission.ts";
import type { Locals } from "./locals.ts";
import { isPrimitiveType } from "./rule/index.ts";

/** An element of an object, with the properties of JSON that may hold it. */
export interface Element {
  readonly child: ElementNode;
  readonly isList: boolean;
  /** None where the profile forbids the element. */
  readonly types: readonly { readonly property: string; readonly type: string }[];
}

/** How one element is met in the pass over the properties, and what is asked when the pass is over. */
export interface ElementCode {
  readonly cases: readonly PropertyCase[];
  readonly endings: readonly Code[];
}

/** What is asked of a property of JSON, and kept of it; its value is `part`. */
export interface PropertyCase {
  readonly property: string;
  readonly block: Code;
}

/** The elements of an object, in the order of its definition. */
export function elementsOf({ source }: Part): readonly Element[] {
  return [...(source.children?.values() ?? [])].map((child) => ({
    child,
    isList: isList(child),
    types: propertiesOf(child),
  }));
}

/** The properties of JSON that may hold an element; none where it is forbidden. */
export function propertiesOf({ name, isChoice, definition }: ElementNode): Element["types"] {
  if (definition.max === "0") return [];
  const codes = (definition.type ?? []).map(typeCode);
  if (!isChoice) return [{ property: name, type: codes[0] ?? "BackboneElement" }];
  return codes.map((type) => ({ property: choiceProperty(name, type), type }));
}

/** The condition that an element is there: its value or, of a primitive, its id or extensions. */
export function presenceOf({ types, isList: isArray }: Element, locals: Locals): Code {
  const found = types.flatMap(({ property, type }) => [
    code`${locals.property(property)} !== undefined`,
    ...(isPrimitiveType(type) && !isArray ? [code`${locals.property(`_${property}`)} !== undefined`] : []),
  ]);
  return found.length === 0 ? code`false` : code`(${join(found, " || ")})`;
}

/** What names a resource or a case, and so is no constant of a map. */
const OF_ONE_CASE: ReadonlySet<string> = new Set(["Identifier", "Reference"]);

/** The same of a value of a type: a constant of the map that passed once is not asked again. */
export function valueBlock(value: Code, type: string, conditions: readonly Code[], { constant }: Emission): Code {
  if (isPrimitiveType(type) || OF_ONE_CASE.has(type) || conditions.length === 0) return conditionBlock(conditions);
  const passes = constant("passes", code`(${value}, scope) => ${join(conditions, " && ")}`);
  const kept = constant("kept", code`world.kept(${passes})`);
  const [only] = conditions;
  const asked = only !== undefined && conditions.length === 1 ? only : code`${passes}(${value}, scope)`;
  return code`if (!(${kept}.has(${value}) || (${asked} && ${kept}.keep(${value})))) return false;`;
}

/** Goes on only where every condition holds. */
export function conditionBlock(conditions: readonly Code[]): Code {
  const [only] = conditions;
  if (only === undefined) return code``;
  return conditions.length === 1 && /^[$\w.]+\((?:[^()]|\([^()]*\))*\)$/.test(only.text)
    ? code`if (!${only}) return false;`
    : code`if (!(${join(conditions, " && ")})) return false;`;
}
