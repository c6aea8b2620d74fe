import { code, lines, nothing, type Code } from "../../codegen/index.ts";
import { typeCode, type ElementNode } from "../tree/element-node.ts";
import { conditionBlock, presenceOf, type Element, type ElementCode } from "./element.ts";
import type { Emission, Part } from "./emission.ts";
import type { Locals } from "./locals.ts";
import { valueConditions } from "./value-check.ts";
import { isPrimitiveType } from "./rule/index.ts";

/**
 * Writes a choice: a case for each type that it may have, of which one may stand. Its slices are told by their types.
 * https://hl7.org/fhir/R4/formats.html#choice
 */
export function emitChoice(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const own = locals.property(`${child.name}_choice`);
  const cases = types.flatMap(({ property, type }) => {
    const conditions = conditionsOf(child, type, part, emission);
    const sidecar = `_${property}`;
    return [
      code`case ${property}:
  if (${own} !== undefined) return false;
  ${lines([conditionBlock(conditions), code`${own} = part;`, locals.keep(property)])}
  break;`,
      isPrimitiveType(type)
        ? code`case ${sidecar}:
  ${lines([
    code`if (${own} !== undefined || !${emission.dataType("Element")}(part, scope)) return false;`,
    code`${own} = part;`,
    locals.keep(sidecar),
  ])}
  break;`
        : nothing,
    ];
  });
  const required = child.slices.filter(({ definition }) => (definition.min ?? 0) > 0);
  return {
    cases,
    endings: [
      (child.definition.min ?? 0) > 0 ? code`if (${own} === undefined) return false;` : nothing,
      ...required.map(
        (slice) => code`if (!${presenceOf({ ...element, types: ofSlice(element, slice) }, locals)}) return false;`,
      ),
    ],
  };
}

function ofSlice({ types }: Element, { definition }: ElementNode): Element["types"] {
  const names = (definition.type ?? []).map(typeCode);
  return types.filter(({ type }) => names.includes(type));
}

function conditionsOf(child: ElementNode, type: string, around: Part, emission: Emission): readonly Code[] {
  const value = code`part`;
  const base = valueConditions({ node: child, type, value, around }, emission);
  if (child.slices.length === 0) return base;
  const { discriminator, rules } = child.definition.slicing ?? {};
  const isByType = discriminator?.every((one) => one.type === "type" && one.path === "$this") ?? true;
  if (!isByType) return [code`false`];
  const slice = child.slices.find(({ definition }) => (definition.type ?? []).some((one) => typeCode(one) === type));
  if (slice === undefined) return rules === "closed" ? [code`false`] : base;
  if (slice.definition.max === "0") return [code`false`];
  const said = new Set(base.map(({ text }) => text));
  const more = valueConditions({ node: slice, type, value, around }, emission);
  return [...base, ...more.filter(({ text }) => !said.has(text))];
}
