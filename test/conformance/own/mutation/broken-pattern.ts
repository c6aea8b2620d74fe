import { fixedOrPattern } from "../constraint-value.ts";
import { isJson, valueAt, withValue, type Place } from "../json.ts";
import type { Mutation } from "../mutation.ts";

/** The leaves of a pattern as places below it. */
function leaves(pattern: unknown): readonly Place[] {
  if (Array.isArray(pattern)) {
    return (pattern as unknown[]).flatMap((part, index) => leaves(part).map((rest) => [index, ...rest]));
  }
  if (!isJson(pattern)) return [[]];
  return Object.entries(pattern).flatMap(([name, part]) => leaves(part).map((rest) => [name, ...rest]));
}

/** One leaf of a fixed or pattern value becomes another, everywhere in the element where it stands. */
export const brokenPattern: Mutation = {
  kind: "broken pattern",
  changes: ({ node, root, items, parentPath }) => {
    const wanted = fixedOrPattern(node.definition);
    const [item] = items;
    if (wanted === undefined || item === undefined) return [];
    return leaves(wanted).map((leaf) => {
      const text = valueAt(wanted, leaf);
      const resource = withValue(root, item.place, replaced(item.value, text));
      // With another url it is another extension.
      const nearby = node.definition.base?.path === "Extension.url" ? [parentPath] : [];
      return { resource, element: item.path, nearby, expect: "error" };
    });
  },
};

/** The value with one text replaced wherever it stands, so that no list item has it by chance. */
function replaced(value: unknown, text: unknown): unknown {
  if (value === text)
    return typeof value === "string" ? `${value}-other` : typeof value === "number" ? value + 1 : !value;
  if (Array.isArray(value)) return (value as unknown[]).map((item) => replaced(item, text));
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, text)]));
}
