import type { ElementDefinition } from "@medplum/fhirtypes";

/** The value of `fixed[x]` or `pattern[x]`, whichever an element has. */
export function fixedOrPattern(definition: ElementDefinition): unknown {
  const found = Object.entries(definition).find(([name]) => /^(?:fixed|pattern)[A-Z]/.test(name));
  return found?.[1] as unknown;
}
