import { withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";

/** An element or slice loses as many values as it takes to have fewer than its profile asks for. */
export const missing: Mutation = {
  kind: "missing",
  changes: ({ node, root, items, path, parentPath, parentPlace }) => {
    if (node.min === 0 || items.length < node.min || parentPlace === items[0]?.place) return [];
    const surplus = items.slice(node.min - 1);
    const resource = surplus.reduceRight((changed, { place }) => withValue(changed, place, undefined), root);
    return [{ resource, element: path, nearby: [parentPath], expect: "error" }];
  },
};
