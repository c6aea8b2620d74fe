/**
 * `npm run interop [-- --only validator|transform|server] [-- --every N]`: our programs against HL7's and HAPI's, on the package that
 * `npm run build` wrote. Progress goes to standard error, the table and the figures to standard output.
 * `--every N` asks every n-th mutant of our profiles, where each takes HL7's validator its time.
 *
 * Ends with 1 on a disagreement that ledger.json does not explain, or an entry of it that explains nothing any more;
 * with 2 where Java or Maven is missing or a lane could not run.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { FHIR_PACKAGE } from "./cases.ts";
import { MissingRequirement, openJavaHarness, stopChildrenAtExit } from "./harness/index.ts";
import { LANES } from "./lanes.ts";
import { describeRuns, type Ran } from "./report.ts";

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, every: { type: "string", default: "1" } },
});
const every = Math.max(1, Math.trunc(Number(values.every)) || 1);
const names = LANES.map(({ name }) => name);
const unknown = values.only?.filter((name) => !names.includes(name)) ?? [];
const startedAt = performance.now();
stopChildrenAtExit();

try {
  if (unknown.length > 0)
    throw new MissingRequirement(`${unknown.join(", ")} is no lane: there are ${names.join(", ")}.`);
  if (!existsSync(FHIR_PACKAGE)) throw new MissingRequirement("build/package is missing: npm run build writes it.");
  const harness = await openJavaHarness(tell);
  const runs: Ran[] = [];
  for (const { name, run } of LANES.filter((lane) => values.only?.includes(lane.name) ?? true)) {
    const laneStartedAt = performance.now();
    const report = await run({ harness, every, tell: (line) => tell(`${name}: ${line}`) });
    runs.push({ lane: name, report, seconds: (performance.now() - laneStartedAt) / 1000 });
  }
  const { text, isGood } = describeRuns(runs);
  console.log(text);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  tell(error instanceof MissingRequirement ? error.message : String(error instanceof Error ? error.stack : error));
  // At once: the program of a lane that failed may wait for its next request for ever.
  process.exit(2);
}

function tell(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stderr.write(`[${seconds.padStart(3)} s] ${line}\n`);
}
