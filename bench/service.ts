/**
 * Measures the service as a process: intake with durable commits against bare Express, 100,000 cases as NDJSON with the
 * memory that they take, delivery against a bare poster, and three replicas on PostgreSQL against one.
 *
 * `npm run bench:service -- [--only intake,lines,delivery,replicas] [--seconds 10] [--lines 100000] [--deliveries 1500]
 * [--json FILE]`
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { processCase } from "../src/pipeline.ts";
import { hasPostgres, POSTGRES_MISSING, startPostgres } from "../test/support/postgres.ts";
import { postBundles } from "./service/bare-poster.ts";
import { measureDrain } from "./service/drain.ts";
import { measureIntake } from "./service/intake.ts";
import { measureLines } from "./service/many-lines.ts";
import { startScript, startService } from "./service/processes.ts";
import { typicalCase } from "./service/typical-case.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "intake,lines,delivery,replicas" },
    seconds: { type: "string", default: "10" },
    lines: { type: "string", default: "100000" },
    deliveries: { type: "string", default: "1500" },
    json: { type: "string" },
  },
});
/** What a FHIR server of a hospital takes for a transaction, about. */
const SERVER_MS = 50;
/** As many as the delivery loop sends at once. */
const AT_ONCE = 8;
/** Keeps the delivery loop from disturbing the measurement of something else. */
const SLOW_MS = 5000;

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const figures: Figure[] = [];
const folder = mkdtempSync(join(tmpdir(), "kypho-bench-"));
const parts: Readonly<Record<string, () => Promise<void>>> = {
  intake: benchIntake,
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
  await measureIntake(bare.url, 2, "Warm");
  const floor = await measureIntake(bare.url, seconds, "Bare");
  await bare.stop();
  const sink = await startScript("fhir-sink.ts", [String(SLOW_MS)]);
  const service = await startService({ KYPHO_DATA: join(folder, "intake"), KYPHO_DESTINATION: sink.url });
  await measureIntake(service.url, 3, "Warm");
  const kept = await measureIntake(service.url, seconds, "Kept");
  await service.stop();
  await sink.stop();
  tell("bare Express, cases", floor.casesPerSecond, "1/s");
  tell("bare Express, p99", floor.p99Ms, "ms");
  tell("intake with durable commit, cases", kept.casesPerSecond, "1/s");
  tell("intake with durable commit, p50", kept.p50Ms, "ms");
  tell("intake with durable commit, p99", kept.p99Ms, "ms");
  tell("intake against bare Express", kept.casesPerSecond / floor.casesPerSecond, "x");
  tell("answers other than 2xx", kept.otherCount, "");
}

async function benchLines(): Promise<void> {
  const sink = await startScript("fhir-sink.ts", [String(SLOW_MS)]);
  const service = await startService({ KYPHO_DATA: join(folder, "lines"), KYPHO_DESTINATION: sink.url });
  await measureLines(service.url, 2);
  const before = service.peakBytes();
  const { lineCount, createdCount, seconds } = await measureLines(service.url, Number(values.lines));
  tell("NDJSON, cases sent before the first result was read", lineCount, "");
  tell("NDJSON, results that say created", createdCount, "");
  tell("NDJSON, cases", lineCount / seconds, "1/s");
  tell("NDJSON, peak memory before", before / 2 ** 20, "MiB");
  tell("NDJSON, peak memory", service.peakBytes() / 2 ** 20, "MiB");
  await service.stop();
  await sink.stop();
}

async function benchDelivery(): Promise<void> {
  const count = Number(values.deliveries);
  const sink = await startScript("fhir-sink.ts", [String(SERVER_MS)]);
  const bundles = Array.from({ length: count }, (_, index) => bundleOf(`Post-${index}`));
  await postBundles(sink.url, bundles.slice(0, 20), AT_ONCE);
  const floor = await postBundles(sink.url, bundles, AT_ONCE);
  const rate = await deliverAll(
    { KYPHO_DATA: join(folder, "delivery"), KYPHO_DESTINATION: sink.url },
    sink.url,
    count,
    1,
  );
  tell(`bare poster, ${AT_ONCE} at once to a server of ${SERVER_MS} ms, cases`, floor, "1/s");
  tell("delivery, cases", rate, "1/s");
  tell("delivery against the bare poster", rate / floor, "x");
  await sink.stop();
}

async function benchReplicas(): Promise<void> {
  if (!hasPostgres) {
    process.stdout.write(`Replicas are not measured: ${POSTGRES_MISSING}.\n`);
    return;
  }
  const server = await startPostgres();
  const count = Number(values.deliveries);
  const rates: number[] = [];
  for (const replicaCount of [1, 3]) {
    const sink = await startScript("fhir-sink.ts", [String(SERVER_MS)]);
    const environment = {
      KYPHO_DATA: join(folder, `replicas-${replicaCount}`),
      KYPHO_DATABASE_URL: await server.createDatabase(),
      KYPHO_DESTINATION: sink.url,
    };
    rates.push(await deliverAll(environment, sink.url, count, replicaCount));
    await sink.stop();
  }
  server.stop();
  const [one = 0, three = 0] = rates;
  tell("delivery on PostgreSQL, 1 replica, cases", one, "1/s");
  tell("delivery on PostgreSQL, 3 replicas, cases", three, "1/s");
  tell("3 replicas against 1", three / one, "x");
}

/** Lets so many services deliver cases that come in faster than they can go out. */
async function deliverAll(
  environment: Readonly<Record<string, string>>,
  sink: string,
  count: number,
  replicaCount: number,
): Promise<number> {
  const services = await Promise.all(Array.from({ length: replicaCount }, () => startService(environment)));
  const drained = measureDrain(sink, count);
  await measureLines(services[0]?.url ?? "", count);
  const rate = await drained;
  await Promise.all(services.map((service) => service.stop()));
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
