import type { Place } from "./json.ts";

/** Choices of R4 that our resources have: their JSON names end in their type, their FHIRPath names do not. */
const CHOICE = /^(value|effective|performed|medication|onset|abatement|occurrence|deceased|dose|rate)[A-Z]\w*$/;

/** FHIRPath of a place in a resource; the sidecar of a primitive is the primitive. */
export function fhirPath(type: string, place: Place): string {
  const steps = place.map((step) => (typeof step === "number" ? `[${step}]` : `.${elementName(step)}`));
  return type + steps.join("");
}

function elementName(property: string): string {
  return property.replace(/^_/, "").replace(CHOICE, "$1");
}
