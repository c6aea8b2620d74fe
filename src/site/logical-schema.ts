import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";
import type { JsonSchema } from "../case/schema/index.ts";

const TYPES: Readonly<Record<string, JsonSchema>> = {
  boolean: { type: "boolean" },
  integer: { type: "integer" },
  unsignedInt: { type: "integer", minimum: 0 },
  positiveInt: { type: "integer", minimum: 1 },
  decimal: { type: "number" },
  uri: { type: "string", format: "uri" },
  date: { type: "string", format: "partial-date" },
  dateTime: { type: "string", format: "partial-date-time" },
  instant: { type: "string", format: "instant" },
};
const OBJECTS = new Set(["BackboneElement", "Element", "Base"]);

/**
 * The JSON Schema of a logical model: what its elements are called, which repeat, which must be there, and their types.
 *
 * Data types of FHIR with parts are objects of any content, since a logical model says no more of them; so is what refers to the
 * content of another element.
 * https://hl7.org/fhir/R4/structuredefinition.html#logical
 */
export function toJsonSchema(model: StructureDefinition): JsonSchema {
  const elements = model.snapshot?.element ?? model.differential?.element ?? [];
  const [root] = elements;
  if (root === undefined) throw new Error("elements in the logical model");
  return objectOf(root.path, elements);
}

function objectOf(path: string, elements: readonly ElementDefinition[]): JsonSchema {
  const children = elements.filter((one) => one.path.slice(0, one.path.lastIndexOf(".")) === path);
  const name = (one: ElementDefinition) => one.path.slice(path.length + 1);
  return {
    type: "object",
    additionalProperties: false,
    required: children.filter(({ min = 0 }) => min > 0).map(name),
    properties: Object.fromEntries(children.map((child) => [name(child), propertyOf(child, elements)])),
  };
}

function propertyOf(element: ElementDefinition, elements: readonly ElementDefinition[]): JsonSchema {
  const [type] = element.type ?? [];
  const hasChildren = elements.some(({ path }) => path.startsWith(`${element.path}.`));
  const one: JsonSchema =
    element.contentReference !== undefined
      ? { type: "object" }
      : hasChildren || OBJECTS.has(type?.code ?? "")
        ? objectOf(element.path, elements)
        : (TYPES[type?.code ?? ""] ?? (/^[A-Z]/.test(type?.code ?? "") ? { type: "object" } : { type: "string" }));
  return element.max === "*" || Number(element.max) > 1
    ? { type: "array", items: one, ...((element.min ?? 0) > 0 && { minItems: element.min ?? 0 }) }
    : one;
}
