/**
 * Reloads a site's set 300 times and prints the resident memory of the process after 10, 50, 100, 200 and 300.
 *
 * Every fifth reload is of files that never were before, so that all is compiled and tried; the others go to and fro between two
 * sets. A case goes through each set. The thread of a young set holds some 40 MB more or less, as its garbage was collected or not,
 * so a figure is the median of those after the last nine reloads.
 *
 * Ends with 1 when a later figure is further than 20 MB from that after 50. Until then the allocator gets what the threads of two
 * sets need at once, while one takes over from the other, and keeps it; how often that grows depends on how the two meet.
 *
 * `npm run bench:reload -- [--count 300]`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { initSite, openSite } from "../src/site/index.ts";
import { packageFile } from "../src/system/index.ts";
import { medianOf } from "./way/measure.ts";

const FRESH_EVERY = 5;
const WINDOW = 9;
const BOUND_MB = 20;
const BASE = 50;
const SETTLE_MS = 200;
const { count } = parseArgs({ options: { count: { type: "string", default: "300" } } }).values;
const last = Number(count);
const shown = new Set([10, BASE, 100, 200, 300, last].filter((at) => at <= last));

const folder = mkdtempSync(join(tmpdir(), "kypho-reload-"));
const siteFolder = join(folder, "site");
const document = readFileSync(packageFile("examples/typical.json"), "utf8").replace('"pmma"', '"local"');
initSite(siteFolder);
const writeCodes = (rows: string) =>
  writeFileSync(join(siteFolder, "concept-maps/cement-material.csv"), `local,standard\n${rows}\n`);
writeCodes("local,pmma");
const site = await openSite({ folder: siteFolder, dataFolder: join(folder, "data") });
const figures = new Map<number, number>();
const taken: number[] = [];
const startedAt = performance.now();
try {
  for (let at = 1; at <= last; at++) {
    writeCodes(at % FRESH_EVERY === 0 ? `local,pmma\nfresh-${at},pmma` : `local,${at % 2 === 0 ? "other" : "pmma"}`);
    const refusal = await site.reload();
    if (refusal) throw new Error(`Reload ${at} was refused: ${refusal.issues.map(({ message }) => message).join(" ")}`);
    const made = await site.pipeline.process(new TextEncoder().encode(document));
    if (!made.ok) throw new Error(`The case was refused after reload ${at}.`);
    taken.push(await settledMegabytes());
    if (shown.has(at)) {
      const figure = medianOf(taken.slice(-WINDOW));
      figures.set(at, figure);
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(`after ${String(at).padStart(3)} reloads  ${figure.toFixed(1)} MB  (${seconds.toFixed(0)} s)`);
    }
  }
} finally {
  await site.close();
  rmSync(folder, { recursive: true });
}
const base = figures.get(Math.min(BASE, last)) ?? 0;
const later = [...figures].filter(([at]) => at >= BASE);
const furthest = Math.max(0, ...later.map(([, figure]) => Math.abs(figure - base)));
console.log(`furthest from the figure after ${Math.min(BASE, last)} reloads: ${furthest.toFixed(1)} MB of ${BOUND_MB}`);
if (furthest > BOUND_MB) process.exitCode = 1;

/** Resident memory once the thread before has ended and what it left is collected. */
async function settledMegabytes(): Promise<number> {
  await setTimeout(SETTLE_MS);
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1e6;
}
