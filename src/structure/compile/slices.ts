import { code, join, lines, nothing, type Code } from "../../codegen/index.ts";
import { valueBlock, type Element } from "./element.ts";
import type { Emission, Part } from "./emission.ts";
import type { Locals } from "./locals.ts";
import { sliceTest } from "./slice-test.ts";
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
  const branches = counted.map(
    ({ test, count, conditions }) => code`if (${test}) {
  ${lines([code`${count}++;`, valueBlock(item, first.type, conditions, emission)])}
  continue;
}`,
  );
  const bounds = counted.flatMap(({ slice, count }) => {
    const { min = 0, max = "*" } = slice.definition;
    return [...(min > 0 ? [code`${count} < ${min}`] : []), ...(max === "*" ? [] : [code`${count} > ${Number(max)}`])];
  });
  return lines([
    ...counted.map(({ count }) => code`let ${count} = 0;`),
    code`if (${list} !== undefined) for (const item of ${list}) {
  ${lines([...branches, rules === "closed" ? code`return false;` : nothing])}
}`,
    bounds.length > 0 ? code`if (${join(bounds, " || ")}) return false;` : nothing,
  ]);
}
