import { readSuite, type SuiteFile } from "../suites.ts";

/** The file of HL7's validator cases; where it comes from is told when it is missing. */
export const SUITE_FILE = "hl7-validator.ndjson";

/** The kinds of rule that the suite tests; only `core` is ours to win. */
export const AREAS = ["core", "questionnaire", "conformance"] as const;
export type Area = (typeof AREAS)[number];

/** One case: a request in the words of the protocol, and whether an error is expected. */
export interface Hl7Case {
  readonly id: string;
  readonly request: { readonly id: string };
  readonly area: Area;
  readonly expectsError: boolean;
  /** The kinds of error that HL7 lists, for the report alone. */
  readonly features: readonly string[];
}

interface Line {
  readonly request: { readonly id: string };
  readonly expect: {
    readonly area: Area;
    readonly expectError: boolean;
    readonly errors: readonly { readonly feature: string }[];
  };
}

/** The cases with the file's hash; undefined where the file is missing. */
export function readHl7Suite(): (Omit<SuiteFile, "lines"> & { readonly cases: readonly Hl7Case[] }) | undefined {
  const file = readSuite(SUITE_FILE);
  if (file === undefined) return undefined;
  const cases = file.lines.map((line) => {
    const { request, expect } = JSON.parse(line) as Line;
    const features = [...new Set(expect.errors.map(({ feature }) => feature))];
    return { id: request.id, request, area: expect.area, expectsError: expect.expectError, features };
  });
  return { cases, sha256: file.sha256 };
}
