import { isJson, type Json, type Place, withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Item, Occurrence } from "../occurrence.ts";

/** Where a value's codes stand: in itself, or in each of its codings. */
function codings({ value, place }: Item): readonly { readonly value: Json; readonly place: Place }[] {
  if (!isJson(value)) return [];
  if (!Array.isArray(value["coding"])) return [{ value, place }];
  return (value["coding"] as unknown[]).flatMap((coding, index) =>
    isJson(coding) ? [{ value: coding, place: [...place, "coding", index] }] : [],
  );
}

function changed(occurrence: Occurrence, property: "code" | "system", text: string): readonly Change[] {
  const { node, items, root } = occurrence;
  const [item] = items;
  if (item === undefined || node.definition.binding?.strength !== "required") return [];
  const all = codings(item).filter(({ value }) => value[property] !== undefined);
  if (all.length === 0) return [];
  const resource = all.reduce((next, { place }) => withValue(next, [...place, property], text), root);
  return [{ resource, element: item.path, expect: "error" }];
}

/** Every code of a value with a required binding becomes one that nobody defines. */
export const wrongCode: Mutation = {
  kind: "wrong code",
  changes: (occurrence) => {
    const { node, items, root } = occurrence;
    const [item] = items;
    if (typeof item?.value !== "string") return changed(occurrence, "code", "code-of-nobody");
    // Value sets whose codes are a grammar have no code that is wrong by not being listed.
    if (node.definition.binding?.strength !== "required" || /mimetypes|languages/.test(valueSetOf(occurrence)))
      return [];
    return [{ resource: withValue(root, item.place, "code-of-nobody"), element: item.path, expect: "error" }];
  },
};

/** Every code of a value with a required binding comes from a system of nobody's. */
export const otherSystem: Mutation = {
  kind: "other system",
  changes: (occurrence) => changed(occurrence, "system", "https://nobody.invalid/codes"),
};

function valueSetOf({ node }: Occurrence): string {
  return node.definition.binding?.valueSet ?? "";
}
