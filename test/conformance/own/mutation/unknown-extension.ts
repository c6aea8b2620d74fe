import { isJson, withValue } from "../json.ts";
import type { Mutation } from "../mutation.ts";

/** Not below example.org, whose extensions are never looked up. */
const EXTENSION = { url: "https://nobody.invalid/fhir/StructureDefinition/unknown", valueString: "a" };

/** An element gets an extension that nobody defines. */
export const unknownExtension: Mutation = {
  kind: "unknown extension",
  changes: ({ root, items, type, node }) => {
    const [item] = items;
    if (!isJson(item?.value) || item.value["resourceType"] === "Bundle") return [];
    const list: readonly unknown[] = Array.isArray(item.value["extension"]) ? item.value["extension"] : [];
    // An extension with a value may have no extensions, which is another rule.
    if (type === "Extension" || node.types.includes("Resource")) return [];
    const resource = withValue(root, [...item.place, "extension"], [...list, EXTENSION]);
    const element = `${item.path}.extension[${list.length}]`;
    return [{ resource, element, nearby: [`${item.path}.extension`, item.path], expect: "error" }];
  },
};
