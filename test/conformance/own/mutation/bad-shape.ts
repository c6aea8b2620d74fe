import { isJson, withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";

/** JSON that FHIR does not have: null, an empty object or list, a list of one where a value is due, and the reverse. */
export const badShape: Mutation = {
  kind: "bad shape",
  changes: ({ node, root, items, parentPlace, property, path }) => {
    const [item] = items;
    if (item === undefined || item.place === parentPlace || node.sliced) return [];
    const place = [...parentPlace, property];
    const changes: Change[] = [
      { resource: withValue(root, place, null), element: path, nearby: [item.path], expect: "error" },
      {
        resource: withValue(root, place, node.isList ? item.value : [item.value]),
        element: path,
        nearby: [item.path, `${path}[0]`],
        expect: "error",
      },
    ];
    if (node.isList) changes.push({ resource: withValue(root, place, []), element: path, nearby: [], expect: "error" });
    if (isJson(item.value)) {
      changes.push({ resource: withValue(root, item.place, {}), element: item.path, expect: "error" });
    }
    return changes;
  },
};
