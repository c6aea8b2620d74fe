import { fixedOrPattern } from "./constraint-value.ts";
import type { ElementNode } from "./element-tree.ts";
import { isJson, matchesPattern, valueAt } from "./json.ts";

/** The slice that an item belongs to; undefined where it fits none. Plain and slow on purpose: it is the oracle. */
export function sliceOf(sliced: ElementNode, item: unknown): ElementNode | undefined {
  return sliced.slices.find((slice) => belongsTo(sliced, slice, item));
}

/** https://hl7.org/fhir/R4/profiling.html#discriminator */
function belongsTo(sliced: ElementNode, slice: ElementNode, item: unknown): boolean {
  const discriminators = sliced.definition.slicing?.discriminator ?? [];
  return discriminators.length > 0 && discriminators.every(({ type, path }) => fits(slice, item, type, path));
}

function fits(slice: ElementNode, item: unknown, type: string | undefined, path: string): boolean {
  const steps = path === "$this" ? [] : path.split(".");
  if (path === "url" && slice.types.includes("Extension")) {
    const [profile] = slice.definition.type?.[0]?.profile ?? [];
    const own = slice.children.find(({ name }) => name === "url");
    return isJson(item) && item["url"] === (profile ?? (own && fixedOrPattern(own.definition)));
  }
  const node = steps.reduce<ElementNode | undefined>(
    (at, step) => at?.children.find(({ name }) => name === step),
    slice,
  );
  const value = valueAt(item, steps);
  if (type === "type") return isJson(value) && node?.types.includes(String(value["resourceType"])) === true;
  const wanted = node && fixedOrPattern(node.definition);
  if (wanted === undefined)
    throw new Error(`The discriminator ${path} of ${slice.id} is of a kind that is not read here.`);
  return matchesPattern(value, wanted);
}
