import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "@medplum/fhirtypes";
import type { KyphoplastyCase } from "../../src/case/index.ts";
import { processCase } from "../../src/pipeline.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The names of the hand-made cases. */
export const EXAMPLE_NAMES = [
  "minimal",
  "typical",
  "full",
  "three-levels",
  "level-synonym",
  "tumour-prior-radiotherapy",
  "level-not-treated",
  "bilateral",
  "leakage-two-sites",
  "partial-dates",
  "vas-0-100mm",
  "imaging-uids-only",
  "complication-managed",
] as const;

export function exampleBytes(name: string): Buffer {
  return readFileSync(join(EXAMPLES, `${name}.json`));
}

export function readExample(name: string): KyphoplastyCase {
  return JSON.parse(exampleBytes(name).toString("utf8")) as KyphoplastyCase;
}

/** The cases of the study's cohort, one document each. */
export function cohortBytes(): readonly Buffer[] {
  const text = readFileSync(join(EXAMPLES, "cohort.ndjson"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => Buffer.from(line));
}

/** Takes a case the whole way; a refusal fails the test with its issues. */
export function bundleOf(bytes: Uint8Array): Bundle {
  const made = processCase(bytes);
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues, undefined, 1)}`);
  return JSON.parse(JSON.stringify(made.value.bundle)) as Bundle;
}
