import { withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";
import { sampleValue } from "../sample-value.ts";
import { sliceOf } from "../slice-membership.ts";

/** A closed list gets an item that is none of its slices. */
export const foreignSlice: Mutation = {
  kind: "slice out of range",
  changes: ({ node, root, items, path, parentPlace, property, type }) => {
    if (node.slices.length === 0 || node.definition.slicing?.rules !== "closed") return [];
    const value = property === "entry" ? FOREIGN_ENTRY : sampleValue(type);
    if (value === undefined || sliceOf(node, value)) return [];
    const list = [...items.map((item) => item.value), value];
    const element = `${path}[${items.length}]`;
    return [{ resource: withValue(root, [...parentPlace, property], list), element, nearby: [path], expect: "error" }];
  },
};

const FOREIGN_ENTRY = {
  fullUrl: "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
  resource: { resourceType: "Basic", code: { text: "a" } },
  request: { method: "POST", url: "Basic" },
};
