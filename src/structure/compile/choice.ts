import { code, lines, nothing, type Code } from "../../codegen/index.ts";
import { typeCode, type ElementNode } from "../tree/element-node.ts";
import { conditionBlock } from "./condition.ts";
import { presenceOf, valueBlock, type Element, type ElementCode } from "./element.ts";
import type { Emission, Part } from "./emission.ts";
import type { Locals } from "./locals.ts";
import { moreConditions, valueConditions } from "./value-check.ts";
import { isPrimitiveType } from "./rule/index.ts";

/**
 * Writes a choice: a case for each type that it may have, of which one may stand. Its slices are told by their types.
 * https://hl7.org/fhir/R4/formats.html#choice
 */
export function emitChoice(element: Element, part: Part, locals: Locals, emission: Emission): ElementCode {
  const { child, types } = element;
  const own = locals.mark(`${child.name}_type`);
  const cases = types.flatMap(({ property, type }) => {
    const conditions = conditionsOf(child, type, part, emission);
    const sidecar = `_${property}`;
    // A primitive and its `_x` are the same choice.
    const choose = code`if (${own} !== undefined && ${own} !== ${property}) return false;`;
    return [
      {
        property,
        block: lines([
          choose,
          valueBlock(code`part`, child, type, conditions, emission),
          code`${own} = ${property};`,
          locals.keep(property),
        ]),
      },
      ...(isPrimitiveType(type)
        ? [
            {
              property: sidecar,
              block: lines([
                choose,
                conditionBlock([code`${emission.dataType("Element")}(part, scope)`]),
                code`${own} = ${property};`,
                locals.keep(sidecar),
              ]),
            },
          ]
        : []),
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

function conditionsOf(child: ElementNode, type: string, part: Part, emission: Emission): readonly Code[] {
  const value = code`part`;
  const known = part.base?.children?.get(child.name);
  const site = { node: child, type, value, around: part };
  const base =
    known?.isChoice === true ? moreConditions({ ...site, base: known }, emission) : valueConditions(site, emission);
  if (child.slices.length === 0) return base;
  const { discriminator, rules } = child.definition.slicing ?? {};
  const isByType = discriminator?.every((one) => one.type === "type" && one.path === "$this") ?? true;
  if (!isByType) return [code`false`];
  const slice = child.slices.find(({ definition }) => (definition.type ?? []).some((one) => typeCode(one) === type));
  if (slice === undefined) return rules === "closed" ? [code`false`] : base;
  if (slice.definition.max === "0") return [code`false`];
  return [...base, ...moreConditions({ ...site, node: slice, base: child }, emission)];
}
