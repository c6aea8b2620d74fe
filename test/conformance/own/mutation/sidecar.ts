import { withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Occurrence } from "../occurrence.ts";
import { isPrimitive } from "../sample-value.ts";

const EXTENSION = { extension: [{ url: "http://example.org/extension", valueString: "a" }] };

/** What stands beside a primitive in `_x`: an object of id and extensions, and nothing at all beside ids and urls of extensions. */
export const sidecar: Mutation = {
  kind: "sidecar",
  changes: (occurrence) => {
    const { node, items, type } = occurrence;
    const [item] = items;
    if (item === undefined || node.sliced || !isPrimitive(type)) return [];
    if (node.definition.type?.[0]?.code.startsWith("http://hl7.org/fhirpath/") === true) {
      return [beside(occurrence, EXTENSION, "error")];
    }
    return [
      beside(occurrence, "text", "error"),
      beside(occurrence, {}, "error"),
      beside(occurrence, { propertyOfNobody: 1 }, "error"),
      beside(occurrence, { id: "id-of-a-primitive" }, "valid"),
    ];
  },
};

function beside(occurrence: Occurrence, value: unknown, expect: Change["expect"]): Change {
  const { node, root, parentPlace, parentPath, property, path } = occurrence;
  const place = [...parentPlace, `_${property}`];
  const nearby = [parentPath, `${parentPath}._${property}`, ...(node.isList ? [`${path}[0]`] : [])];
  return { resource: withValue(root, place, node.isList ? [value] : value), element: path, nearby, expect };
}
