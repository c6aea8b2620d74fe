import type { Resource } from "@medplum/fhirtypes";

/**
 * Makes a function that takes a patient's data out of what a server said, since servers quote the
 * request (`Failed to CREATE Patient with match URL "…"`) and our reports may be shown to anyone.
 *
 * Withheld is every text of three or more characters below Patient.identifier, name, telecom,
 * address and birthDate, plain or url-encoded; systems and codes of FHIR's own stay.
 */
export function withholdPatient(resources: readonly Resource[]): (text: string) => string {
  const texts = new Set<string>();
  for (const resource of resources) {
    if (resource.resourceType !== "Patient") continue;
    const { identifier, name, telecom, address, birthDate } = resource;
    collectTexts(
      [identifier?.map(({ value }) => value), name, telecom?.map(({ value }) => value), address, birthDate],
      texts,
    );
  }
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce(
      (rest, secret) => rest.replaceAll(secret, "[withheld]").replaceAll(encodeURIComponent(secret), "[withheld]"),
      text,
    );
}

const NOT_PERSONAL = new Set(["use", "system", "period", "type"]);

function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === "string") {
    if (value.length >= 3) texts.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, child] of Object.entries(value)) if (!NOT_PERSONAL.has(name)) collectTexts(child, texts);
  }
}
