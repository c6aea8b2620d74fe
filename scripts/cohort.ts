/**
 * Writes a synthetic cohort with the figures of the study of 86 patients and 106 vertebral bodies:
 * examples/cohort.ndjson, one case document a line, and docs/cohort.md, which compares it with what the study prints.
 * The same seed gives the same bytes on any day and any machine.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toCaseDocument } from "./cohort/case-document.ts";
import { toPage } from "./cohort/page.ts";
import { planCohort } from "./cohort/plan.ts";
import { parseCohort } from "./cohort/read-cohort.ts";

const SEED = "kyphoplasty-cohort";
const ROOT = join(import.meta.dirname, "..");

/** The text of both files, by their path from the root of the project. */
export function cohortFiles(): Record<"examples/cohort.ndjson" | "docs/cohort.md", string> {
  const lines = planCohort(SEED).map((planned) => `${JSON.stringify(toCaseDocument(planned, SEED))}\n`);
  const text = lines.join("");
  return { "examples/cohort.ndjson": text, "docs/cohort.md": toPage(parseCohort(text)) };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(cohortFiles())) {
    const file = join(ROOT, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
