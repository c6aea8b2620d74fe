/**
 * Measures a start of `kypho serve` on an empty data folder: the time from spawn until it says that it is ready, how long it has
 * kept a core busy by then, and the most memory that it has had resident. Medians of a few starts.
 *
 * `npm run bench:start -- [--starts 7] [--json FILE]`; ends with 1 when a core was busy for more than a second, which on a machine
 * that does nothing else is the time that it takes, or beyond 200 MB.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startService } from "./service/processes.ts";
import { rounded } from "./way/figure.ts";
import { medianOf } from "./way/measure.ts";

const MOST_MS = 1_000;
const MOST_BYTES = 200e6;

const { values } = parseArgs({ options: { starts: { type: "string", default: "7" }, json: { type: "string" } } });
interface Start {
  readonly ms: number;
  readonly busyMs: number;
  readonly bytes: number;
}

const starts: Start[] = [];
for (let count = Number(values.starts); count > 0; count--) starts.push(await measureStart());
const ms = medianOf(starts.map((one) => one.ms));
const busyMs = medianOf(starts.map((one) => one.busyMs));
const bytes = medianOf(starts.map((one) => one.bytes));
const figures = [
  { name: "start-to-ready", value: rounded(ms), unit: "ms" },
  { name: "start-busy", value: busyMs, unit: "ms" },
  { name: "start-resident-memory", value: rounded(bytes / 1e6), unit: "MB" },
];
for (const { name, value, unit } of figures) console.log(`${name.padEnd(28)}${String(value).padStart(10)} ${unit}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
if (busyMs > MOST_MS || bytes > MOST_BYTES) {
  console.log(`A start should take at most ${MOST_MS} ms and ${MOST_BYTES / 1e6} MB.`);
  process.exitCode = 1;
}

async function measureStart(): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), "kypho-start-"));
  const startedAt = performance.now();
  const service = await startService({ KYPHO_DATA: folder });
  try {
    await untilReady(service.url);
    return { ms: performance.now() - startedAt, busyMs: service.busyMs(), bytes: service.peakBytes() };
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

const AGAIN_MS = 5;

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const { status } = await fetch(`${url}/readyz`);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
