/**
 * `npm run interop -- [--only validator|transform|server|projection|delivery]... [--every N]`: our programs against HL7's and HAPI's, on
 * the package that `npm run build` wrote. Progress goes to standard error, the table and the figures to standard output.
 * `--every N` asks every n-th mutant of our profiles, since HL7's validator needs minutes for all, delivers every n-th case, and
 * pushes every eighth.
 *
 * Ends with 1 on a disagreement that ledger.json does not explain, or an entry of it that explains nothing any more;
 * with 2 where Java or Maven is missing or a lane could not run.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { FHIR_PACKAGE } from "./cases.ts";
import { MissingRequirement, openJavaHarness, stopChildrenAtExit } from "./harness/index.ts";
import type { Lane, LaneContext } from "./lane.ts";
import { TURNS } from "./lanes.ts";
import { describeRuns, type Ran } from "./report.ts";

const startedAt = performance.now();
stopChildrenAtExit();

try {
  const { only, every } = readArguments();
  if (!existsSync(FHIR_PACKAGE)) throw new MissingRequirement("build/package is missing: npm run build writes it.");
  const harness = await openJavaHarness(tell);
  const runs: Ran[] = [];
  for (const turn of TURNS) {
    const wanted = turn.filter(({ name }) => only.includes(name));
    runs.push(...(await Promise.all(wanted.map((lane) => runLane(lane, { harness, every })))));
  }
  const { text, isGood } = describeRuns(runs);
  console.log(text);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  tell(error instanceof MissingRequirement ? error.message : String(error instanceof Error ? error.stack : error));
  // At once: the program of a lane that failed may wait for its next request for ever.
  process.exit(2);
}

/** @throws MissingRequirement that says what may be given */
function readArguments(): { readonly only: readonly string[]; readonly every: number } {
  const names = TURNS.flat().map(({ name }) => name);
  const { values } = parseArgs({
    options: { only: { type: "string", multiple: true, default: names }, every: { type: "string", default: "1" } },
  });
  if (values.only.every((name) => names.includes(name)) && /^[1-9]\d*$/.test(values.every))
    return { only: values.only, every: Number(values.every) };
  throw new MissingRequirement(`--only takes ${names.join(", ")}; --every takes a number from 1`);
}

async function runLane({ name, run }: Lane, given: Omit<LaneContext, "tell">): Promise<Ran> {
  const laneStartedAt = performance.now();
  const report = await run({ ...given, tell: (line) => tell(`${name}: ${line}`) });
  return { lane: name, report, seconds: (performance.now() - laneStartedAt) / 1000 };
}

function tell(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stderr.write(`[${seconds.padStart(3)} s] ${line}\n`);
}
