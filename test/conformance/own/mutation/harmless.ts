import { isJson, withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Occurrence } from "../occurrence.ts";

/** Changes that break nothing: an element id, one more coding in an open list, an optional element less. */
export const harmless: Mutation = {
  kind: "harmless",
  changes: (occurrence) => [...elementId(occurrence), ...moreCoding(occurrence), ...lessOptional(occurrence)],
};

function elementId({ root, items, parentPlace }: Occurrence): readonly Change[] {
  const [item] = items;
  if (!isJson(item?.value) || item.place === parentPlace || "resourceType" in item.value) return [];
  const resource = withValue(root, [...item.place, "id"], "id-of-an-element");
  return [{ resource, element: item.path, expect: "valid" }];
}

function moreCoding({ node, root, items, type }: Occurrence): readonly Change[] {
  const [item] = items;
  const coding = node.children.find(({ name }) => name === "coding");
  if (type !== "CodeableConcept" || !isJson(item?.value) || !Array.isArray(item.value["coding"])) return [];
  if (coding !== undefined && (coding.max !== Infinity || coding.definition.slicing?.rules === "closed")) return [];
  const list = [...(item.value["coding"] as unknown[]), { system: "http://example.org/local-codes", code: "a" }];
  return [{ resource: withValue(root, [...item.place, "coding"], list), element: item.path, expect: "valid" }];
}

/** Only where no slice is told by it and no invariant names it, and where its parent keeps something. */
function lessOptional(occurrence: Occurrence): readonly Change[] {
  const { node, root, items, parentPlace, property, parent } = occurrence;
  if (node.min > 0 || node.sliced || node.slices.some(({ min }) => min > 0) || items.length === 0) return [];
  if (
    ["id", "meta", "contained", "identifier", "fullUrl"].includes(node.name) ||
    node.children.some(({ min }) => min > 0)
  ) {
    return [];
  }
  const siblings = parent?.items.find(({ place }) => place === parentPlace)?.value;
  if (!isJson(siblings) || Object.keys(siblings).filter((name) => name !== "resourceType").length < 2) return [];
  if (isNamedAbove(occurrence)) return [];
  return [
    { resource: withValue(root, [...parentPlace, property], undefined), element: occurrence.path, expect: "valid" },
  ];
}

/** Whether an element above is a slice, has a pattern, or an invariant with this name in it. */
function isNamedAbove({ node, parent }: Occurrence): boolean {
  const name = new RegExp(`\\b${node.name}\\b`);
  for (let above = parent; above; above = above.parent) {
    const { definition, sliced } = above.node;
    if (sliced || JSON.stringify(definition).includes('"pattern')) return true;
    if (definition.constraint?.some(({ expression = "" }) => name.test(expression))) return true;
  }
  return false;
}
