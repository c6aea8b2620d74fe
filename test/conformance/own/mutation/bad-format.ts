import { withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";

/** A text or number that is none of its primitive type. */
const BAD: Readonly<Record<string, unknown>> = {
  base64Binary: "%%%",
  canonical: "not a canonical",
  code: " a",
  date: "2024-02-30",
  dateTime: "2024-01-01T10:00:00",
  id: "not an id",
  instant: "2024-01-01",
  integer: 1.5,
  markdown: "",
  oid: "1.2.3",
  positiveInt: 0,
  string: "",
  time: "24:00:00",
  unsignedInt: -1,
  uri: "not a uri",
  url: "not a url",
  uuid: "not-a-uuid",
};

/** A primitive breaks the lexical rules of its type. */
export const badFormat: Mutation = {
  kind: "bad format",
  changes: ({ root, items, type }) => {
    const [item] = items;
    const bad = BAD[type];
    if (item === undefined || bad === undefined) return [];
    return [{ resource: withValue(root, item.place, bad), element: item.path, expect: "error" }];
  },
};
