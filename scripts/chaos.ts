/**
 * Kills the service at random while clients submit, revise and withdraw cases and a faulty FHIR server takes them, then
 * holds what the server has against what was acknowledged.
 *
 * `npm run chaos -- --store sqlite|postgres [--cases 1000] [--kills 50] [--strategy client-id,transaction,batch,single]
 * [--seed 1] [--hurry 20] [--halts 0.2]`: so many cases and kills for each strategy. `--hurry` makes all waits of the delivery go by so
 * many times faster (`KYPHO_HURRY`), so that pauses of minutes are over in seconds.
 *
 * On SQLite the one service is killed (SIGKILL); on PostgreSQL either of two replicas, or the database with all its
 * processes. A share of them is halted for longer than its lease instead (SIGSTOP). Ends with 1 when a case is lost, doubled
 * or out of order, or the audit chain is broken; with 2 where PostgreSQL is missing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hasPostgres, POSTGRES_MISSING, startPostgres, type PostgresServer } from "../test/support/postgres.ts";
import { stopChildrenAtExit } from "../test/interop/harness/index.ts";
import { runTrial, type TrialReport } from "./chaos/trial.ts";

const { values } = parseArgs({
  options: {
    store: { type: "string", default: "sqlite" },
    cases: { type: "string", default: "1000" },
    kills: { type: "string", default: "50" },
    strategy: { type: "string", default: "client-id,transaction,batch,single" },
    seed: { type: "string", default: "1" },
    hurry: { type: "string", default: "20" },
    halts: { type: "string", default: "0.2" },
    keep: { type: "boolean", default: false },
  },
});

stopChildrenAtExit();
const folder = mkdtempSync(join(tmpdir(), "kypho-chaos-"));
try {
  process.exitCode = await main();
} finally {
  if (values.keep) process.stdout.write(`Kept: ${folder}\n`);
  else rmSync(folder, { recursive: true });
}

async function main(): Promise<number> {
  if (values.store !== "sqlite" && values.store !== "postgres") throw new Error("--store takes sqlite or postgres");
  if (values.store === "postgres" && !hasPostgres) {
    process.stderr.write(`chaos cannot run on PostgreSQL: ${POSTGRES_MISSING}\n`);
    return 2;
  }
  const database = values.store === "postgres" ? await startPostgres() : undefined;
  try {
    let isGood = true;
    for (const strategy of values.strategy.split(",")) {
      const report = await runTrial({
        strategy,
        folder: join(folder, strategy),
        caseCount: Number(values.cases),
        killCount: Number(values.kills),
        seed: `${values.seed} ${strategy}`,
        hurry: Number(values.hurry),
        haltShare: Number(values.halts),
        ...(database && { database }),
      });
      isGood = tell(strategy, report, database) && isGood;
    }
    return isGood ? 0 : 1;
  } finally {
    database?.stop();
  }
}

function tell(strategy: string, report: TrialReport, database: PostgresServer | undefined): boolean {
  const { verdict, isAuditValid, open } = report;
  const { lost, duplicates, disordered } = verdict;
  const found = `${lost.length} lost, ${duplicates.length} doubled, ${disordered.length} out of order`;
  const store = database ? "PostgreSQL" : "SQLite";
  const audit = `audit chain ${isAuditValid ? "valid" : "BROKEN"}`;
  process.stdout.write(`${store}, ${strategy}: ${found}, ${open} not delivered, ${audit}\n`);
  process.stdout.write(`  ${report.course}\n`);
  const faults = Object.entries(report.faultCounts).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(`  faults given: ${faults.sort().join(", ")}\n`);
  for (const examples of [lost, duplicates, disordered]) {
    for (const example of examples.slice(0, 5)) process.stdout.write(`  ${example}\n`);
  }
  return lost.length + duplicates.length + disordered.length + open === 0 && isAuditValid;
}
