import { isJson, withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";

const NAME = "propertyOfNobody";

/** An object gets a property that its type does not have. */
export const unknownProperty: Mutation = {
  kind: "unknown property",
  changes: ({ root, items }) => {
    const [item] = items;
    if (!isJson(item?.value)) return [];
    const element = `${item.path}.${NAME}`;
    const resource = withValue(root, [...item.place, NAME], "a");
    return [{ resource, element, nearby: [item.path], expect: "error" }];
  },
};
