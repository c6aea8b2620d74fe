import type { CodeSystemConcept, CodeSystemConceptDesignation, CodeSystemConceptProperty } from "@medplum/fhirtypes";

/** A word or phrase for a concept, in a language when it names one. */
export interface Designation {
  readonly language: string | undefined;
  readonly value: string;
}

/** One concept of a code system, as far as checks ask. */
export interface Concept {
  readonly code: string;
  readonly display: string | undefined;
  readonly designations: readonly Designation[];
  readonly status: "active" | "deprecated" | "inactive";
  /** A grouping concept, not meant to be used in data. */
  readonly isAbstract: boolean;
  /** Active and not abstract: nothing to say of its use. */
  readonly isPlain: boolean;
}

type PropertyValues = ReadonlyMap<string, readonly string[]>;

/** Reads one concept; `extra` are the designations and properties that supplements add. */
export function readConcept(
  { code, display, designation = [] }: CodeSystemConcept,
  properties: PropertyValues,
  extra: readonly CodeSystemConceptDesignation[],
): Concept {
  const status = statusOf(properties);
  const isAbstract = isTrue(properties, "notSelectable") || isTrue(properties, "abstract");
  const designations = [...designation, ...extra].map(({ language, value }) => ({ language, value }));
  return { code, display, designations, status, isAbstract, isPlain: status === "active" && !isAbstract };
}

/** https://hl7.org/fhir/R4/codesystem-concept-properties.html */
function statusOf(properties: PropertyValues): Concept["status"] {
  const status = properties.get("status")?.[0];
  if (isTrue(properties, "inactive") || status === "retired" || status === "inactive") return "inactive";
  return status === "deprecated" ? "deprecated" : "active";
}

function isTrue(properties: PropertyValues, name: string): boolean {
  return properties.get(name)?.[0] === "true";
}

/** The values of properties by name, all as text. */
export function readProperties(list: readonly CodeSystemConceptProperty[]): PropertyValues {
  const values = new Map<string, string[]>();
  for (const property of list) {
    const value = valueOf(property);
    if (value === undefined) continue;
    const known = values.get(property.code);
    if (known) known.push(value);
    else values.set(property.code, [value]);
  }
  return values;
}

function valueOf(property: CodeSystemConceptProperty): string | undefined {
  const { valueCode, valueCoding, valueString, valueInteger, valueBoolean, valueDateTime, valueDecimal } = property;
  const value =
    valueCode ?? valueCoding?.code ?? valueString ?? valueInteger ?? valueBoolean ?? valueDateTime ?? valueDecimal;
  return value === undefined ? undefined : String(value);
}

/** A concept that a value set lists, as its code system has it, with the word that the value set uses beside it. */
export function namedConcept(code: string, display: string | undefined, known: Concept | undefined): Concept {
  if (!known) return { code, display, designations: [], status: "active", isAbstract: false, isPlain: true };
  if (display === undefined || display === known.display) return known;
  return { ...known, designations: [...known.designations, { language: undefined, value: display }] };
}
