import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCases } from "../../case/index.ts";
import { deliverTo, type FhirDestination, type PushReport } from "../../delivery/index.ts";
import { toOperationOutcome, type Result } from "../../fhir/index.ts";
import { processCase, type ProcessedCase } from "../../pipeline.ts";
import { startService } from "../../main.ts";
import { packageFile } from "../../system/index.ts";
import type { Config } from "../../config.ts";
import { countStored, type StoredCounts } from "../count-stored.ts";
import type { ExitCode } from "../exit-code.ts";
import { print, printDocument } from "../output.ts";
import { openProgress } from "../progress.ts";

interface Round {
  readonly cases: number;
  readonly totals: PushReport["totals"];
  readonly sent: ReadonlyMap<string, number>;
}

/**
 * `kypho demo`: the study's cohort to the embedded FHIR server over HTTP, read back by search, and sent once more.
 *
 * Exit code 1 when a case is refused, or when what was read back differs from what was sent.
 */
export async function demoCommand(config: Config): Promise<ExitCode> {
  // A folder of its own: whatever the site stores is none of the demonstration's.
  const { databaseUrl: _, destination: __, settingsFile: ___, ...rest } = config;
  const dataFolder = mkdtempSync(join(tmpdir(), "kypho-demo-"));
  const service = await startService({ ...rest, dataFolder, host: "127.0.0.1", port: 0 });
  try {
    const destination = service.destinations[0]?.destination;
    if (!destination) throw new Error("The embedded server is a destination.");
    await print(`The cases of the study go to the embedded FHIR server at ${destination.baseUrl}\n\n`);
    const made = await orRefusal(await processCohort());
    const first = made && (await orRefusal(await pushAll(made, destination)));
    if (!made || !first) return 1;
    const stored = await countStored(destination.baseUrl, [...first.sent.keys()]);
    await print(summary(first, stored));
    const second = await orRefusal(await pushAll(made, destination));
    if (!second) return 1;
    const after = await countStored(destination.baseUrl, [...first.sent.keys()]);
    await print(repetition(second, stored, after));
    return isAsSent(first, stored) && isUnchanged(second, stored, after) ? 0 : 1;
  } finally {
    await service.close();
    rmSync(dataFolder, { recursive: true });
  }
}

async function orRefusal<T>(result: Result<T>): Promise<T | undefined> {
  if (result.ok) return result.value;
  await printDocument(toOperationOutcome(result.issues));
  return undefined;
}

/** Maps and checks every case; the first refusal ends it. */
async function processCohort(): Promise<Result<readonly ProcessedCase[]>> {
  const cases: ProcessedCase[] = [];
  const progress = openProgress("cases mapped and checked");
  for await (const { bytes, line } of readCases(createReadStream(packageFile("examples/cohort.ndjson")))) {
    const made = processCase(bytes, { line });
    if (!made.ok) return made;
    cases.push(made.value);
    progress.advance();
  }
  progress.close();
  return { ok: true, value: cases };
}

async function pushAll(cases: readonly ProcessedCase[], destination: FhirDestination): Promise<Result<Round>> {
  const totals = { created: 0, updated: 0, unchanged: 0 };
  const sent = new Map<string, Set<string>>();
  const progress = openProgress("cases pushed");
  for (const { bundle } of cases) {
    const delivered = await deliverTo(destination, bundle);
    if (!delivered.ok) return delivered;
    for (const effect of ["created", "updated", "unchanged"] as const) totals[effect] += delivered.value.totals[effect];
    for (const { type, id } of delivered.value.entries) sent.set(type, (sent.get(type) ?? new Set()).add(id));
    progress.advance();
  }
  progress.close();
  const counts = new Map([...sent].map(([type, ids]) => [type, ids.size] as const));
  return { ok: true, value: { cases: cases.length, totals, sent: counts } };
}

function summary({ cases, totals, sent }: Round, stored: StoredCounts): string {
  const rows = [...sent].map(([type, count]) => row(type, count, stored.byType.get(type) ?? 0));
  const sum = [...sent.values()].reduce((all, count) => all + count, 0);
  return [
    `Cases              ${cases}`,
    `Check errors       0`,
    `Entries created    ${totals.created}`,
    "",
    `${"Resource".padEnd(26)}${"sent".padStart(8)}${"found by search".padStart(18)}`,
    ...rows,
    row("Total", sum, stored.total),
    "",
    "",
  ].join("\n");
}

function row(name: string, sent: number, found: number): string {
  return `${name.padEnd(26)}${String(sent).padStart(8)}${String(found).padStart(18)}${sent === found ? "" : "   DIFFERS"}`;
}

function repetition({ totals }: Round, before: StoredCounts, after: StoredCounts): string {
  return `Sent again: ${totals.created} created, ${totals.updated} updated, ${totals.unchanged} unchanged.
Resources on the server: ${before.total} before, ${after.total} after; highest version ${before.highestVersion} before, ${after.highestVersion} after.
`;
}

function isAsSent({ totals, sent }: Round, stored: StoredCounts): boolean {
  const sum = [...sent.values()].reduce((all, count) => all + count, 0);
  return totals.created === sum && [...sent].every(([type, count]) => stored.byType.get(type) === count);
}

function isUnchanged({ totals }: Round, before: StoredCounts, after: StoredCounts): boolean {
  return (
    totals.created + totals.updated === 0 &&
    before.total === after.total &&
    before.highestVersion === after.highestVersion
  );
}
