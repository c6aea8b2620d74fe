import type { Resource } from "@medplum/fhirtypes";

/**
 * Makes a function that takes patient data out of what a server said, since servers quote the request (`Failed to CREATE
 * Patient with match URL "…"`, or all of it) and our reports may be shown to anyone.
 *
 * Withheld is every text, day and time of the resources, plain, as JSON or url-encoded; systems, codes, types, references and
 * the identifiers that are ours stay. Of a patient's own identifiers and names already three characters are withheld.
 */
export function withholdPatient(resources: readonly Resource[]): (text: string) => string {
  let longestFirst: readonly string[] | undefined;
  // Most attempts bring nothing that would have to be withheld from.
  return (text) => (longestFirst ??= textsOf(resources)).reduce(withoutSecret, text);
}

/** The longest first, since a text may be a part of another one. */
function textsOf(resources: readonly Resource[]): readonly string[] {
  const texts = new Set<string>();
  for (const resource of resources) {
    collectTexts(resource, MIN_LENGTH, texts);
    if (resource.resourceType !== "Patient") continue;
    const { identifier, name, telecom, address, birthDate } = resource;
    collectTexts(
      [identifier?.map(({ value }) => value), name, telecom?.map(({ value }) => value), address, birthDate],
      MIN_PERSONAL_LENGTH,
      texts,
    );
  }
  return [...texts].sort((a, b) => b.length - a.length);
}

// Shorter texts are words of every message, such as `L1` or a year.
const MIN_LENGTH = 6;
const MIN_PERSONAL_LENGTH = 3;

function withoutSecret(text: string, secret: string): string {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)].reduce(
    (rest, form) => rest.replaceAll(form, "[withheld]"),
    text,
  );
}

/** What says how a resource is built, and nothing of a person. */
const NOT_PERSONAL = new Set([
  "resourceType",
  "id",
  "meta",
  "url",
  "system",
  "code",
  "unit",
  "use",
  "type",
  "status",
  "gender",
  "reference",
  "period",
]);

/** Our identifiers are the case number and the name of a part; they are how a report says what it is about. */
const OURS = /^[A-Za-z0-9.-]+(?:\/[A-Za-z0-9./-]+)$/;

function collectTexts(value: unknown, minLength: number, texts: Set<string>): void {
  if (typeof value === "string") {
    if (value.length >= minLength && !OURS.test(value)) texts.add(value);
  } else if (Array.isArray(value)) for (const one of value) collectTexts(one, minLength, texts);
  else if (typeof value === "object" && value !== null) {
    for (const [name, child] of Object.entries(value)) {
      // Beside a code stands what its system calls it, elsewhere the name of whom is referred to.
      if (name === "display" && "code" in value) continue;
      // A code is an object where it is a concept, whose text somebody wrote.
      if (!NOT_PERSONAL.has(name) || (typeof child === "object" && !STRUCTURAL.has(name)))
        collectTexts(child, minLength, texts);
    }
  }
}

const STRUCTURAL = new Set(["meta", "period"]);
