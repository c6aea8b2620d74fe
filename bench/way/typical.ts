import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateCase, type ValidCase } from "../../src/case/index.ts";
import type { Result } from "../../src/fhir/index.ts";
import { mapCase, type MappedBundle } from "../../src/mapping/index.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The typical case as bytes without white space, as a valid case, and as its bundle. */
export interface Typical {
  readonly bytes: Buffer;
  readonly valid: ValidCase;
  readonly mapped: MappedBundle;
}

export function readTypical(): Typical {
  const bytes = Buffer.from(JSON.stringify(JSON.parse(readFileSync(join(EXAMPLES, "typical.json"), "utf8"))));
  const valid = mustPass(validateCase(bytes));
  return { bytes, valid, mapped: mustPass(mapCase(valid)) };
}

/** The study's cases, one document each. */
export function readCohort(): readonly Buffer[] {
  const lines = readFileSync(join(EXAMPLES, "cohort.ndjson"), "utf8").trimEnd().split("\n");
  return lines.map((line) => Buffer.from(line));
}

/** @throws Error when what is measured is refused */
export function mustPass<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`The benchmark's case is refused: ${result.issues.map(({ rule }) => rule).join(", ")}`);
}
