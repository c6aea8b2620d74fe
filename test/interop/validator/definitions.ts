import type { Resource } from "@medplum/fhirtypes";
import { readResources } from "../cases.ts";
import type { Check, Disagreement } from "../lane.ts";
import { hl7Errors, type Hl7Validator } from "./hl7-validator.ts";

/** What the package is made of. */
const FOLDERS = ["build/structures", "mappings/concept-maps"];

/**
 * HL7's validator on the definitions of the package themselves: profiles, the logical model, code systems, value sets
 * and concept maps. Of StructureMaps its check knows too little to be asked; the transform lane runs them.
 */
export async function checkDefinitions(validator: Hl7Validator): Promise<Check> {
  const definitions: readonly (readonly [string, Resource])[] = FOLDERS.flatMap((folder) => [
    ...readResources(folder),
  ]).filter(([, { resourceType }]) => resourceType !== "StructureMap");
  const disagreements: Disagreement[] = [];
  for (const [id, definition] of definitions) {
    const errors = hl7Errors(await validator.validate(id, definition));
    for (const [messageId, issues] of Map.groupBy(errors, (error) => error.messageId ?? "without a name")) {
      const details = issues.map(({ expression, text }) => `${expression ?? ""}: ${text}`).join("\n  ");
      disagreements.push({ id, how: messageId, details });
    }
  }
  return { name: "definitions of the package", total: definitions.length, disagreements };
}
