/**
 * `npm run conformance:fml`: runs the cases of the mapping language and compares what they make.
 *
 * Ends with 1 on a disagreement that the ledger does not explain, with 2 where the suite is missing.
 */
import { isDeepStrictEqual } from "node:util";
import { code, markdownTable } from "../../../scripts/mapping-docs/markdown.ts";
import { readMapWorld } from "../../../src/cli/map-files.ts";
import { loadMap, parseMap, printMap, printMapIssue, toStructureMap, type MapIssue } from "../../../src/fml/index.ts";
import type { Issue } from "../../../src/fhir/index.ts";
import { compareWithLedger, readLedger } from "../ledger.ts";
import { writeSection } from "../page.ts";
import { suitesFolder } from "../suites.ts";
import { readFmlSuite, SUITE_FILE, type FmlCase } from "./suite.ts";

const suite = readFmlSuite();
if (suite === undefined) {
  console.error(
    `${SUITE_FILE} is not in ${suitesFolder()}. Put there maps of HL7's fhir-test-cases for R4, one {id, map, source, expect} ` +
      `or {id, map, parseOnly} a line, or name their folder in KYPHO_SUITES.`,
  );
  process.exit(2);
}

/** Why a case fails; undefined when it agrees. */
async function judge({ id, map, parseOnly, source, expect }: FmlCase): Promise<string | undefined> {
  const parsed = parseMap(map, id);
  if (!parsed.ok) return said(parsed.issues);
  const again = parseMap(printMap(toStructureMap(parsed.value)), id);
  if (!again.ok || !isDeepStrictEqual(toStructureMap(again.value), toStructureMap(parsed.value)))
    return "printed and parsed again it is another map";
  if (parseOnly === true) return undefined;
  const loaded = await loadMap(parsed.value, readMapWorld([parsed.value]));
  if (!loaded.ok) return said(loaded.issues);
  const issues: Issue[] = [];
  const target: unknown = JSON.parse(JSON.stringify(loaded.value(source, { issues, references: [] })));
  if (issues.length > 0) return said(issues);
  return isDeepStrictEqual(target, expect) ? undefined : `another target: ${JSON.stringify(target)}`;
}

const said = (issues: readonly Issue[]) =>
  issues.map((issue) => (issue.position === undefined ? issue.message : printMapIssue(issue as MapIssue))).join("; ");

const outcomes: { readonly id: string; readonly fault: string | undefined; readonly asked: string }[] = [];
for (const one of suite.cases)
  outcomes.push({ id: one.id, fault: await judge(one), asked: one.parseOnly === true ? "parsed" : "run" });
const failed = outcomes.filter(({ fault }) => fault !== undefined);
const agree = outcomes.length - failed.length;
console.log(`fml: ${agree} of ${outcomes.length}`);
for (const { id, fault } of failed) console.log(`  ${id}: ${fault ?? ""}`);

const ledger = readLedger("fml");
const rows = outcomes.map(({ id, asked, fault }) => [
  code(id),
  asked,
  fault === undefined ? "agrees" : (ledger[id] ?? "not explained yet"),
]);
writeSection(
  "FHIR Mapping Language",
  [
    `Written by \`npm run conformance:fml\` from \`${SUITE_FILE}\`: maps of HL7's test cases. A case that is run agrees when the target is the
expected one; every map is also printed from its StructureMap and must parse to the same again. **${agree} of ${outcomes.length}** agree.`,
    `SHA-256 of the file: \`${suite.sha256}\`.`,
    markdownTable(["Case", "Asked", "Outcome"], rows),
  ].join("\n\n"),
);
const { unexplained, outdated } = compareWithLedger(
  ledger,
  failed.map(({ id }) => id),
);
for (const id of outdated) console.log(`In the ledger, and agrees by now: ${id}`);
if (unexplained.length + outdated.length > 0) process.exitCode = 1;
