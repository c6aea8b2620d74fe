import type { ElementDefinition, Resource, StructureDefinition, ValueSet } from "@medplum/fhirtypes";
import { readR4Structures } from "../../../src/fhir/index.ts";

export const HEIGHT = "https://example.org/StructureDefinition/height";
export const SIDES = "https://example.org/ValueSet/sides";
export const SIDE = "https://example.org/CodeSystem/side";

const base = readR4Structures().find(
  ({ type, derivation }) => type === "Observation" && derivation === "specialization",
);

/** A profile of Observation made from R4's own snapshot: what `elements` name is changed or added by id. */
function profile(url: string, elements: readonly Partial<ElementDefinition>[]): StructureDefinition {
  if (!base?.snapshot) throw new Error("R4 has an Observation");
  const element = structuredClone(base.snapshot.element);
  for (const change of elements) {
    const at = element.findIndex(({ id }) => id === change.id);
    if (at >= 0) element[at] = { ...element[at], ...change } as ElementDefinition;
    else element.push(change as ElementDefinition);
  }
  return { ...structuredClone(base), id: "height", url, derivation: "constraint", snapshot: { element } };
}

const slice = (name: string, code: string, more: Partial<ElementDefinition>): Partial<ElementDefinition>[] => [
  {
    id: `Observation.component:${name}`,
    path: "Observation.component",
    sliceName: name,
    type: [{ code: "BackboneElement" }],
    ...more,
  },
  {
    id: `Observation.component:${name}.code`,
    path: "Observation.component.code",
    min: 1,
    max: "1",
    type: [{ code: "CodeableConcept" }],
    patternCodeableConcept: { coding: [{ system: SIDE, code }] },
  },
];

/** A height: of a Patient alone, with a side that is bound, at most one depth in mm, never negative. */
export const definitions: readonly Resource[] = [
  profile(HEIGHT, [
    {
      id: "Observation",
      path: "Observation",
      constraint: [
        {
          key: "ex-1",
          severity: "error",
          human: "A height is not negative.",
          expression: "value.ofType(Quantity).value >= 0",
          xpath: "",
        },
      ],
    },
    {
      id: "Observation.subject",
      min: 1,
      type: [{ code: "Reference", targetProfile: ["http://hl7.org/fhir/StructureDefinition/Patient"] }],
    },
    { id: "Observation.bodySite", binding: { strength: "required", valueSet: SIDES } },
    {
      id: "Observation.component",
      slicing: { discriminator: [{ type: "pattern", path: "code" }], rules: "open" },
    },
    ...slice("depth", "depth", { min: 0, max: "1" }),
    {
      id: "Observation.component:depth.value[x]",
      path: "Observation.component.value[x]",
      min: 1,
      max: "1",
      type: [{ code: "Quantity" }],
      patternQuantity: { system: "http://unitsofmeasure.org", code: "mm" },
    },
  ]),
  {
    resourceType: "ValueSet",
    status: "active",
    url: SIDES,
    expansion: { timestamp: "2024-01-01", contains: [{ system: SIDE, code: "left" }] },
  } satisfies ValueSet,
];
