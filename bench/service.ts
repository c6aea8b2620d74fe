/**
 * Measures the service as a process: intake with durable commits against bare Express, alone and beside slow clients, 100,000 cases as NDJSON with the
 * memory that they take, delivery against a bare poster, and three replicas on PostgreSQL against one. Deliveries are paused
 * while something else is measured. Ends with 1 where memory is not constant.
 *
 * `npm run bench:service -- [--only intake,slow,lines,delivery,replicas] [--seconds 10] [--lines 100000] [--deliveries 1500]
 * [--json FILE]`
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { processCase } from "../src/pipeline.ts";
import { hasPostgres, POSTGRES_MISSING, startPostgres } from "../test/support/postgres.ts";
import { postBundles } from "./service/bare-poster.ts";
import { measureDrain, steerDestinations } from "./service/drain.ts";
import { measureIntake } from "./service/intake.ts";
import { measureLines } from "./service/many-lines.ts";
import { startScript, startService, type ServerProcess } from "./service/processes.ts";
import { startSlowClients } from "./service/slow-clients.ts";
import { typicalCase } from "./service/typical-case.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "intake,slow,lines,delivery,replicas" },
    seconds: { type: "string", default: "10" },
    lines: { type: "string", default: "100000" },
    deliveries: { type: "string", default: "1500" },
    json: { type: "string" },
  },
});
/** What a FHIR server of a hospital takes for a transaction, about. */
const SERVER_MS = 50;
/** Three replicas, their server and their database on the cores of one machine: a server so slow that it binds, and not these. */
const REPLICAS_SERVER_MS = 400;
/** As many as the delivery loop sends at once. */
const AT_ONCE = 8;
/** By how much memory may seem to grow that is constant: garbage is collected when V8 likes. */
const MAX_GROWTH = 1.1;
const SLOW_COUNT = 500;
/** A hundred times what a large region brings. */
const STEADY_RATE = 50;

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const figures: Figure[] = [];
const folder = mkdtempSync(join(tmpdir(), "kypho-bench-"));
const parts: Readonly<Record<string, () => Promise<void>>> = {
  intake: benchIntake,
  slow: benchSlowClients,
  lines: benchLines,
  delivery: benchDelivery,
  replicas: benchReplicas,
};
try {
  for (const name of values.only.split(",")) await parts[name]?.();
} finally {
  rmSync(folder, { recursive: true });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);

async function benchIntake(): Promise<void> {
  const bare = await startScript("bare-server.ts", []);
  const seconds = Number(values.seconds);
  await measureIntake(bare.url, 3, "Warm");
  const bareFrom = bare.busyMs();
  const floor = await measureIntake(bare.url, seconds, "Bare");
  const bareMs = (bare.busyMs() - bareFrom) / floor.createdCount;
  await bare.stop();
  const { service, sink } = await startPaused("intake");
  await measureIntake(service.url, 5, "Warm");
  const keptFrom = service.busyMs();
  const kept = await measureIntake(service.url, seconds, "Kept");
  const keptMs = (service.busyMs() - keptFrom) / kept.createdCount;
  const steady = await measureIntake(service.url, seconds, "Steady", STEADY_RATE);
  await service.stop();
  await sink.stop();
  tell("bare Express, cases", floor.casesPerSecond, "1/s");
  tell("bare Express, p99", floor.p99Ms, "ms");
  tell("bare Express, processor time a case", bareMs, "ms");
  tell("intake with durable commit, cases", kept.casesPerSecond, "1/s");
  tell("intake with durable commit, p50", kept.p50Ms, "ms");
  tell("intake with durable commit, p99", kept.p99Ms, "ms");
  tell("intake with durable commit, processor time a case", keptMs, "ms");
  tell("intake against bare Express, cases a second", kept.casesPerSecond / floor.casesPerSecond, "x");
  tell(`intake of ${STEADY_RATE} cases a second, cases`, steady.casesPerSecond, "1/s");
  tell(`intake of ${STEADY_RATE} cases a second, p99`, steady.p99Ms, "ms");
  tell("intake, answers other than 201", kept.otherCount + steady.otherCount, "");
}

/** Good cases beside clients that never come to an end. */
async function benchSlowClients(): Promise<void> {
  const { service, sink } = await startPaused("slow");
  const seconds = Number(values.seconds);
  await measureIntake(service.url, 5, "Warm");
  const alone = await measureIntake(service.url, seconds, "Alone", STEADY_RATE);
  const clients = startSlowClients(service.url, SLOW_COUNT);
  const beside = await measureIntake(service.url, seconds, "Beside", STEADY_RATE);
  // The last of them came before all of this.
  await sleep(Math.max(0, 35_000 - seconds * 1000));
  const endedCount = clients.endedCount();
  clients.stop();
  await service.stop();
  await sink.stop();
  tell(`intake of ${STEADY_RATE} cases a second alone, p99`, alone.p99Ms, "ms");
  tell(`the same beside ${SLOW_COUNT} slow clients, p99`, beside.p99Ms, "ms");
  tell("beside slow clients against alone, p99", beside.p99Ms / alone.p99Ms, "x");
  tell("slow clients sent away within 35 s", endedCount, "");
}

async function benchLines(): Promise<void> {
  const { service, sink } = await startPaused("lines");
  const count = Number(values.lines);
  await measureLines(service.url, Math.round(count / 10), "First");
  const before = service.peakBytes();
  const { lineCount, createdCount, seconds } = await measureLines(service.url, count, "Line");
  tell("NDJSON, cases sent before the first result was read", lineCount, "");
  tell("NDJSON, results that say created", createdCount, "");
  tell("NDJSON, cases", lineCount / seconds, "1/s");
  const growth = service.peakBytes() / before;
  tell("NDJSON, peak memory after a tenth of them", before / 2 ** 20, "MiB");
  tell("NDJSON, peak memory after all", service.peakBytes() / 2 ** 20, "MiB");
  tell(`NDJSON, peak memory after all against a tenth (at most ${MAX_GROWTH} is constant)`, growth, "x");
  if (growth > MAX_GROWTH) process.exitCode = 1;
  await service.stop();
  await sink.stop();
}

/** A service that delivers nothing. */
async function startPaused(name: string): Promise<Readonly<Record<"service" | "sink", ServerProcess>>> {
  const sink = await startScript("fhir-sink.ts", [String(SERVER_MS)]);
  const service = await startService({ KYPHO_DATA: join(folder, name), KYPHO_DESTINATION: sink.url });
  await steerDestinations(service.url, "pause");
  return { service, sink };
}

async function benchDelivery(): Promise<void> {
  const count = Number(values.deliveries);
  const sink = await startScript("fhir-sink.ts", [String(SERVER_MS)]);
  const bundles = Array.from({ length: count }, (_, index) => bundleOf(`Post-${index}`));
  await postBundles(sink.url, bundles.slice(0, 20), AT_ONCE);
  const floor = await postBundles(sink.url, bundles, AT_ONCE);
  await sink.stop();
  tell(`bare poster, ${AT_ONCE} at once to a server that takes ${SERVER_MS} ms, cases`, floor, "1/s");
  // By ids of ours a look-up for the patient goes before, so there are two requests for the poster's one.
  for (const strategy of ["transaction", "client-id"]) {
    const environment = { KYPHO_DATA: join(folder, `delivery-${strategy}`) };
    const rate = await deliverAll(environment, { serverMs: SERVER_MS, strategy, count, replicaCount: 1 });
    tell(`delivery by ${strategy}, ${AT_ONCE} at once to the same, cases`, rate, "1/s");
    tell(`delivery by ${strategy} against the bare poster`, rate / floor, "x");
  }
}

async function benchReplicas(): Promise<void> {
  if (!hasPostgres) {
    process.stdout.write(`Replicas are not measured: ${POSTGRES_MISSING}.\n`);
    return;
  }
  const server = await startPostgres();
  const rates: number[] = [];
  for (const replicaCount of [1, 3]) {
    const environment = {
      KYPHO_DATA: join(folder, `replicas-${replicaCount}`),
      KYPHO_DATABASE_URL: await server.createDatabase(),
    };
    const count = Math.round(Number(values.deliveries) / 5) * replicaCount;
    const course = { serverMs: REPLICAS_SERVER_MS, strategy: "client-id", count, replicaCount };
    rates.push(await deliverAll(environment, course));
  }
  server.stop();
  const [one = 0, three = 0] = rates;
  const bound = `bound by a server that takes ${REPLICAS_SERVER_MS} ms`;
  tell(`PostgreSQL, 1 replica, ${bound}, deliveries`, one, "1/s");
  tell(`PostgreSQL, 3 replicas, ${bound}, deliveries`, three, "1/s");
  tell("3 replicas against 1", three / one, "x");
}

interface DeliveryCourse {
  readonly serverMs: number;
  readonly strategy: string;
  readonly count: number;
  readonly replicaCount: number;
}

/** Takes cases while deliveries are paused, then lets so many services deliver them. @returns deliveries a second */
async function deliverAll(
  environment: Readonly<Record<string, string>>,
  { serverMs, strategy, count, replicaCount }: DeliveryCourse,
): Promise<number> {
  const sink = await startScript("fhir-sink.ts", [String(serverMs), strategy]);
  const services: ServerProcess[] = [];
  // One after the other, as replicas are rolled out.
  for (let replica = 0; replica < replicaCount; replica++)
    services.push(await startService({ ...environment, KYPHO_DESTINATION: sink.url }));
  const [{ url }] = services as [ServerProcess];
  await steerDestinations(url, "pause");
  await measureLines(url, count, "Deliver");
  const drained = measureDrain(sink.url, count);
  await steerDestinations(url, "resume");
  const rate = await drained;
  await Promise.all(services.map((service) => service.stop()));
  await sink.stop();
  return rate;
}

function bundleOf(caseId: string): string {
  const made = processCase(Buffer.from(typicalCase(caseId)));
  if (!made.ok) throw new Error("The benchmark's case is refused.");
  return JSON.stringify(made.value.bundle);
}

function tell(name: string, value: number, unit: string): void {
  const rounded = Math.round(value * 100) / 100;
  figures.push({ name, value: rounded, unit });
  process.stdout.write(`${name.padEnd(64)}${String(rounded).padStart(10)} ${unit}\n`);
}
