import type { CodeSystem, ValueSet } from "@medplum/fhirtypes";

/**
 * What of a CodeSystem decides about codes: its definitions, texts and contacts are left out.
 * A whole CodeSystem is one too.
 */
export type CodeSystemSource = Pick<
  CodeSystem,
  | "resourceType"
  | "url"
  | "version"
  | "name"
  | "language"
  | "content"
  | "caseSensitive"
  | "supplements"
  | "valueSet"
  | "property"
  | "concept"
>;

/** What of a ValueSet decides about its members. A whole ValueSet is one too. */
export type ValueSetSource = Pick<ValueSet, "resourceType" | "url" | "version" | "name" | "compose" | "expansion">;

/** A definition that terminology is read from. */
export type TerminologySource = CodeSystemSource | ValueSetSource;
