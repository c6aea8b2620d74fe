import { withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Occurrence } from "../occurrence.ts";
import { isPrimitive, sampleValue } from "../sample-value.ts";

/** Types of R4's open choices that stand for the rest when a type is wanted that a profile does not allow. */
const CANDIDATES = ["boolean", "integer", "string", "dateTime", "CodeableConcept", "Quantity", "Period", "Reference"];

/** A value of another JSON type; of a choice, a value of a FHIR type that the profile leaves out. */
export const wrongType: Mutation = {
  kind: "wrong type",
  changes: (occurrence) => [...otherJson(occurrence), ...otherChoice(occurrence)],
};

function otherJson({ root, items, type, parentPlace }: Occurrence): readonly Change[] {
  const [item] = items;
  if (item === undefined || item.place === parentPlace) return [];
  const value = isPrimitive(type) ? (typeof item.value === "string" ? 17 : "seventeen") : "text";
  return [{ resource: withValue(root, item.place, value), element: item.path, expect: "error" }];
}

function otherChoice({ node, root, items, parentPlace, property, path, parentPath }: Occurrence): readonly Change[] {
  if (!node.isChoice || items.length === 0) return [];
  const type = CANDIDATES.find((candidate) => !node.types.includes(candidate));
  if (type === undefined) return [];
  const name = node.name + type.charAt(0).toUpperCase() + type.slice(1);
  const without = withValue(root, [...parentPlace, property], undefined);
  const resource = withValue(without, [...parentPlace, name], sampleValue(type));
  return [{ resource, element: path, nearby: [parentPath, `${parentPath}.${name}`], expect: "error" }];
}
