import { code, join, lines, literal, member, nothing, type Code } from "../../codegen/index.ts";
import { eachItem } from "./each-item.ts";
import { valueBlock, type Element } from "./element.ts";
import type { Emission, Part } from "./emission.ts";
import type { ElementNode } from "../tree/element-node.ts";
import type { Locals } from "./locals.ts";
import { codedSlice, sliceTest, typedSlice } from "./slice-test.ts";
import { moreConditions } from "./value-check.ts";

/**
 * Writes the slices of a list: each item belongs to the first that it matches, keeps what that says, and is counted.
 *
 * What cannot be decided here is left to the walk. https://hl7.org/fhir/R4/profiling.html#slicing
 */
export function emitSlices({ child, types }: Element, around: Part, locals: Locals, emission: Emission): Code {
  const [first] = types;
  if (child.slices.length === 0 || first === undefined) return nothing;
  const list = locals.property(first.property);
  const { rules = "open", ordered } = child.definition.slicing ?? {};
  const item = code`item`;
  const slices = child.slices.map((slice) => ({ slice, test: sliceTest(child, slice, item, emission) }));
  const isPlain = (rules === "open" || rules === "closed") && ordered !== true;
  const required = child.slices.filter(({ definition }) => (definition.min ?? 0) > 0);
  if (!isPlain || slices.some(({ slice, test }) => test === undefined || slice.sliceName?.includes("/"))) {
    const isMissing = required.length > 0 ? code`return false;` : nothing;
    return required.length > 0 ? isMissing : code`if (${list} !== undefined) return false;`;
  }
  const site = { type: first.type, value: item, around };
  const counted = slices.map(({ slice, test = code`false` }) => ({
    slice,
    test,
    count: emission.names.fresh(`${slice.sliceName ?? "slice"}_count`),
    conditions: moreConditions({ ...site, node: slice, base: child }, emission),
  }));
  const bodies = counted.map(({ count, conditions }) =>
    lines([code`${count}++;`, valueBlock(item, child, first.type, conditions, emission)]),
  );
  const choice = emitChoice(child, bodies, emission);
  const branches = choice
    ? [choice]
    : counted.map(
        ({ test }, index) => code`if (${test}) {
  ${bodies[index] ?? nothing}
  continue;
}`,
      );
  const bounds = counted.flatMap(({ slice, count }) => {
    const { min = 0, max = "*" } = slice.definition;
    return [...(min > 0 ? [code`${count} < ${min}`] : []), ...(max === "*" ? [] : [code`${count} > ${Number(max)}`])];
  });
  return lines([
    ...counted.map(({ count }) => code`let ${count} = 0;`),
    code`if (${list} !== undefined) ${eachItem(list, lines([...branches, rules === "closed" ? code`return false;` : nothing]))}`,
    bounds.length > 0 ? code`if (${join(bounds, " || ")}) return false;` : nothing,
  ]);
}

/** Fewer slices than this are asked one after the other. */
const MANY = 4;

/**
 * Writes how an item finds its slice by one look-up, where each slice is told by a code, or by a type, in the same element.
 *
 * @param bodies what is done with an item of each slice
 */
function emitChoice(child: ElementNode, bodies: readonly Code[], emission: Emission): Code | undefined {
  if (bodies.length < MANY) return undefined;
  const found = emitSwitchByType(child, emission) ?? emitSwitchByCode(child, emission);
  return (
    found &&
    code`switch (${found.subject}) {
  ${lines(
    bodies.map((body, place) => {
      return lines([
        ...(found.cases[place] ?? []).map((value) => code`case ${value}:`),
        code`  ${body}`,
        code`  continue;`,
      ]);
    }),
  )}
}`
  );
}

/** What is looked at, and for each slice the values that it has there. */
interface Switch {
  readonly subject: Code;
  readonly cases: readonly (readonly (string | number)[])[];
}

function emitSwitchByType(child: ElementNode, emission: Emission): Switch | undefined {
  const typed = child.slices.flatMap((slice) => typedSlice(child, slice, emission) ?? []);
  const [first] = typed;
  const cases = typed.map(({ types }) => types);
  if (first === undefined || typed.length < child.slices.length || new Set(cases.flat()).size < cases.flat().length)
    return undefined;
  return { subject: code`${member(code`item`, first.element)}?.resourceType`, cases };
}

function emitSwitchByCode(child: ElementNode, emission: Emission): Switch | undefined {
  const coded = child.slices.flatMap((slice) => codedSlice(child, slice) ?? []);
  const [first] = coded;
  if (first === undefined || coded.length < child.slices.length) return undefined;
  if (new Set(coded.map((one) => one.code)).size < coded.length) return undefined;
  const byCode = coded.map(({ system, code: value }, place) => [value, { system, place }]);
  const slices = emission.constant("slices", code`new Map(${literal(byCode)})`);
  return {
    subject: code`${emission.use("sliceOf")}(${member(code`item`, first.element)}, ${slices})`,
    cases: coded.map((_, place) => [place]),
  };
}
