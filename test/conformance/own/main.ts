/**
 * `npm run conformance:own`: every valid example and the whole mapped cohort without an error, and every mutant of our
 * profiles found where it is broken. Writes build/conformance/mutants.ndjson for other validators, and the page.
 *
 * What compiled checks let pass is put to the walk too, which must find nothing, not even a warning.
 *
 * Ends with 1 where anything is missed, reported elsewhere or a false alarm, or where the two contradict each other.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Issue } from "../../../src/fhir/index.ts";
import { checkResource } from "../../../src/profile/index.ts";
import { walkingChecker } from "../../support/walking-checker.ts";
import { writeSection } from "../page.ts";
import { mutantsOf, type Mutant } from "./corpus.ts";
import { mapCohort, readExamples, readProfiles } from "./definitions.ts";
import { judge } from "./judge.ts";
import { OWN_SECTION, ownSection, type Judged } from "./report.ts";
import { entriesOf } from "./entries.ts";
import { createWorld } from "./world.ts";

const LEAST_MUTANTS = 1_500;
/** Cases of the cohort whose resources lend what the examples do not have. */
const LENDING_CASES = 12;

const isError = ({ severity }: { readonly severity: string }) => severity === "error" || severity === "fatal";

/** Undefined where the validator itself fails, which no resource may make it do. */
function check({ resource, profile }: Mutant): readonly Issue[] | undefined {
  try {
    return checkResource(resource, profile === "" ? [] : [profile]);
  } catch {
    return undefined;
  }
}

function passed(all: readonly Judged[]): readonly Mutant[] {
  return all
    .filter(({ issues, judgement }) => issues.length === 0 && judgement !== "crash")
    .map(({ mutant }) => mutant);
}

const examples = readExamples();
const cohort = mapCohort();
const right = [...examples, ...cohort];
const refused = right.filter(({ resource }) => checkResource(resource).some(isError));
for (const { name } of refused) console.log(`  refused: ${name}`);
console.log(`valid: ${right.length - refused.length} of ${right.length} without an error`);

const world = createWorld();
const sources = [...examples, ...cohort.slice(0, LENDING_CASES).flatMap(entriesOf)];
const mutants = readProfiles().flatMap((profile) => mutantsOf(profile, sources, world));
const folder = join(import.meta.dirname, "../../../build/conformance");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "mutants.ndjson"), mutants.map((mutant) => `${JSON.stringify(mutant)}\n`).join(""));

const judged: readonly Judged[] = mutants.map((mutant) => {
  const issues = check(mutant);
  return { mutant, issues: issues ?? [], judgement: judge(mutant, issues) };
});
const wrong = judged.filter(({ judgement }) => judgement !== "right");
for (const { mutant, judgement, issues } of wrong) {
  console.log(`  ${judgement}: ${mutant.id} at ${mutant.element}`);
  for (const issue of issues.filter(isError).slice(0, 3)) {
    console.log(`      ${issue.rule} ${issue.path ?? ""}: ${issue.message}`);
  }
}
const silent = [...right.map(({ name, resource }) => ({ id: name, resource, profile: "" })), ...passed(judged)];
const contradicted = silent.filter(({ resource, profile }) => {
  return walkingChecker.checkResource(resource, profile === "" ? [] : [profile]).length > 0;
});
for (const { id } of contradicted) console.log(`  called clean, but the walk finds an issue: ${id}`);
console.log(`without any issue: ${silent.length}; the walk agrees on ${silent.length - contradicted.length}`);
console.log(`mutants: ${judged.length - wrong.length} of ${judged.length} judged rightly`);
writeSection(OWN_SECTION, ownSection(right.length, refused.length, judged));
if (contradicted.length > 0 || refused.length > 0 || wrong.length > 0 || judged.length < LEAST_MUTANTS)
  process.exitCode = 1;
