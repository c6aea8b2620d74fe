import { readSuite } from "../suites.ts";

/** The file of the mapping language's cases. */
export const SUITE_FILE = "fml.ndjson";

/** One case: a map that must parse, or that must make of a source what is expected. */
export interface FmlCase {
  readonly id: string;
  readonly map: string;
  readonly parseOnly?: boolean;
  readonly source?: unknown;
  readonly expect?: unknown;
}

/** The cases with the file's hash; undefined where the file is missing. */
export function readFmlSuite(): { readonly cases: readonly FmlCase[]; readonly sha256: string } | undefined {
  const file = readSuite(SUITE_FILE);
  return file && { cases: file.lines.map((line) => JSON.parse(line) as FmlCase), sha256: file.sha256 };
}
