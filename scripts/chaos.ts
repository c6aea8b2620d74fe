/**
 * Kills the service at random while clients submit, revise and withdraw cases and a faulty FHIR server takes them, then
 * holds what the server has against what was acknowledged.
 *
 * `npm run chaos -- --store sqlite|postgres [--cases 1000] [--kills 50] [--halts 5] [--strategy client-id,transaction,batch,single]
 * [--seed 1] [--hurry 20] [--keep]`: so many cases, kills and halts for each strategy. `--hurry` makes all waits of the delivery go by
 * so many times faster (`KYPHO_HURRY`), so that pauses of minutes are over in seconds.
 *
 * On SQLite the one service is killed (SIGKILL); on PostgreSQL either of two replicas, or the database with all its
 * processes. A halt holds a service still for longer than its lease (SIGSTOP). Ends with 1 when a case is lost, doubled
 * or out of order, the audit chain is broken or a trial could not go on, and keeps its folder with all logs then; with 2 where
 * PostgreSQL is missing.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, parseArgs } from "node:util";
import { hasPostgres, POSTGRES_MISSING, startPostgres, type PostgresServer } from "../test/support/postgres.ts";
import { stopChildrenAtExit } from "../test/interop/harness/index.ts";
import { runTrial, type TrialReport } from "./chaos/trial.ts";

const { values } = parseArgs({
  options: {
    store: { type: "string", default: "sqlite" },
    cases: { type: "string", default: "1000" },
    kills: { type: "string", default: "50" },
    halts: { type: "string", default: "5" },
    strategy: { type: "string", default: "client-id,transaction,batch,single" },
    seed: { type: "string", default: "1" },
    hurry: { type: "string", default: "20" },
    keep: { type: "boolean", default: false },
  },
});

const startedAt = performance.now();
stopChildrenAtExit();
const folder = mkdtempSync(join(tmpdir(), "kypho-chaos-"));
process.exitCode = await main();
if (values.keep || process.exitCode === 1) process.stdout.write(`Kept: ${folder}\n`);
else rmSync(folder, { recursive: true });

async function main(): Promise<number> {
  if (values.store !== "sqlite" && values.store !== "postgres") throw new Error("--store takes sqlite or postgres");
  if (values.store === "postgres" && !hasPostgres) {
    process.stderr.write(`chaos cannot run on PostgreSQL: ${POSTGRES_MISSING}\n`);
    return 2;
  }
  const database = values.store === "postgres" ? await startPostgres() : undefined;
  let isGood = true;
  for (const strategy of values.strategy.split(",")) isGood = (await isTrialGood(strategy, database)) && isGood;
  database?.stop();
  process.stdout.write(`${values.store}: ${isGood ? "held" : "DID NOT HOLD"}, ${seconds()} s\n`);
  return isGood ? 0 : 1;
}

/** A trial that could not go on tells all that is known of why; the others are run all the same. */
async function isTrialGood(strategy: string, database: PostgresServer | undefined): Promise<boolean> {
  try {
    const report = await runTrial({
      strategy,
      folder: join(folder, strategy),
      caseCount: Number(values.cases),
      killCount: Number(values.kills),
      haltCount: Number(values.halts),
      seed: `${values.seed} ${strategy}`,
      hurry: Number(values.hurry),
      tell: (line) => process.stderr.write(`[${seconds().padStart(4)} s] ${strategy}: ${line}\n`),
      ...(database && { database }),
    });
    return tell(strategy, report, database);
  } catch (error) {
    const text = inspect(error, { depth: null, maxStringLength: null });
    writeFileSync(join(folder, `${strategy}-failure.log`), `${text}\n`);
    process.stdout.write(`${strategy}: could not go on: ${text}\n`);
    return false;
  }
}

function seconds(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}

function tell(strategy: string, report: TrialReport, database: PostgresServer | undefined): boolean {
  const { verdict, isAuditValid, isStoppedWell, open } = report;
  const { lost, duplicates, disordered } = verdict;
  const found = `${lost.length} lost, ${duplicates.length} doubled, ${disordered.length} out of order`;
  const store = database ? "PostgreSQL" : "SQLite";
  const rest = `audit chain ${isAuditValid ? "valid" : "BROKEN"}${isStoppedWell ? "" : ", NOT STOPPED WELL"}`;
  process.stdout.write(`${store}, ${strategy}: ${found}, ${open} not delivered, ${rest}\n`);
  process.stdout.write(`  ${report.course}\n`);
  const faults = Object.entries(report.faultCounts).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(`  faults given: ${faults.sort().join(", ")}\n`);
  for (const example of [lost, duplicates, disordered].flat()) process.stdout.write(`  ${example}\n`);
  return lost.length + duplicates.length + disordered.length + open === 0 && isAuditValid && isStoppedWell;
}
