/**
 * `npm run conformance:hl7`: puts HL7's validator cases to our command and compares the verdicts.
 *
 * `--command "PROGRAM WORDS"` asks another validator that speaks the protocol, and then writes no page.
 * Ends with 1 on a crash, below the levels, or where the ledger does not fit; with 2 where the suite is missing. A run with a
 * crash says nothing of the validator, so it leaves the page as it is.
 */
import { parseArgs } from "node:util";
import { compareWithLedger, readLedger } from "../ledger.ts";
import { writeSection } from "../page.ts";
import { suitesFolder } from "../suites.ts";
import { askValidator, OWN_COMMAND } from "./ask.ts";
import { compare, figures, owesReason, percent } from "./compare.ts";
import { describeOutcome, hl7Section, SECTION } from "./report.ts";
import { readHl7Suite, SUITE_FILE } from "./suite.ts";

/** The levels that a run must reach. */
const LEAST_CORE_PERCENT = 88;
const MOST_FALSE_ALARMS = 2;

const { values } = parseArgs({ options: { command: { type: "string" } } });
const suite = readHl7Suite();
if (suite === undefined) {
  console.error(
    `${SUITE_FILE} is not in ${suitesFolder()}. Put there the cases of HL7's validator suite (fhir-test-cases, R4, ` +
      `one {request, expect} a line), or name their folder in KYPHO_SUITES.`,
  );
  process.exit(2);
}

const command = values.command?.split(" ") ?? OWN_COMMAND;
const { answers, exitCode } = await askValidator(
  command,
  suite.cases.map(({ request }) => request),
);
const outcomes = compare(suite.cases, answers);
const areas = figures(outcomes);
for (const { area, total, agree, missed, falseAlarms, crashes } of areas) {
  const counts = `${missed} missed, ${falseAlarms} false alarms, ${crashes} crashes`;
  console.log(`${area}: ${agree} of ${total} agree (${percent(agree, total)} %), ${counts}`);
}
const disagreements = outcomes.filter(({ verdict }) => verdict !== "agrees");
for (const outcome of disagreements) console.log(describeOutcome(outcome));

if (values.command === undefined) {
  const ledger = readLedger("hl7-validator");
  const { unexplained, outdated } = compareWithLedger(
    ledger,
    outcomes.filter(owesReason).map(({ hl7Case }) => hl7Case.id),
  );
  for (const id of unexplained) console.log(`Not in the ledger: ${id}`);
  for (const id of outdated) console.log(`In the ledger, and agrees by now: ${id}`);
  const core = areas.find(({ area }) => area === "core");
  const crashes = areas.reduce((sum, area) => sum + area.crashes, 0);
  const isWhole = crashes === 0 && exitCode <= 1;
  if (isWhole) writeSection(SECTION, hl7Section(suite.sha256, areas, outcomes, ledger));
  else
    console.log(`The page is left as it is: ${crashes} cases got no answer, and the command ended with ${exitCode}.`);
  const falseAlarms = areas.reduce((sum, area) => sum + area.falseAlarms, 0);
  const reached =
    core !== undefined && 100 * core.agree >= LEAST_CORE_PERCENT * core.total && falseAlarms <= MOST_FALSE_ALARMS;
  const fits = unexplained.length + outdated.length === 0;
  if (!reached || !isWhole || !fits) process.exitCode = 1;
}
