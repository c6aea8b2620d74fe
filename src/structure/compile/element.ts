import { code, join, type Code } from "../../codegen/index.ts";
import { choiceProperty, isList, typeCode, type ElementNode } from "../tree/element-node.ts";
import { allHold, conditionBlock } from "./condition.ts";
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

/** What names a resource or a case, or holds one, and so is no constant of a map. */
const OF_ONE_CASE: ReadonlySet<string> = new Set(["Identifier", "Reference", "Bundle.entry", "Bundle.entry.request"]);

/** The same of a value of a type: a constant of the map that passed once is not asked again. */
export function valueBlock(
  value: Code,
  { path }: ElementNode,
  type: string,
  conditions: readonly Code[],
  { constant }: Emission,
): Code {
  const [, bound] = conditions;
  if (type === "code" && bound !== undefined && conditions.every(({ text }) => !/\bscope\b/.test(text))) {
    const check = constant("check", code`(${value}) => ${allHold(conditions)}`);
    const kept = constant("kept", code`world.keptCode(${check})`);
    return code`if (${value} !== ${kept}.last && ${kept}.passes(${value}) !== true) return false;`;
  }
  const isOfOneCase = OF_ONE_CASE.has(type) || OF_ONE_CASE.has(path);
  if (isPrimitiveType(type) || isOfOneCase || conditions.length === 0) return conditionBlock(conditions);
  const check = constant("check", code`(${value}, scope) => ${allHold(conditions)}`);
  const kept = constant("kept", code`world.kept(${check})`);
  return code`if (${value} !== ${kept}.last && ${kept}.passes(${value}, scope) !== true) return false;`;
}
