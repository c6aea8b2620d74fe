/**
 * Reloads a site's set 300 times and prints the memory of the process after 10 and each 50.
 *
 * Every tenth reload is of files that never were before, so that all is compiled; the others go to and fro between two sets. A case
 * goes through each set. Memory is taken five reloads after a compilation, when its peak is gone. Ends with 1 when memory after the last differs from that after 100 by more than 20 MB.
 * `--count N` reloads N times.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { initSite, openSite } from "../src/site/index.ts";
import { packageFile } from "../src/system/index.ts";

const FRESH_EVERY = 10;
const BOUND_MB = 20;
const { count } = parseArgs({ options: { count: { type: "string", default: "300" } } }).values;
const last = Number(count);
const shown = new Set([10, 50, 100, 150, 200, 250, 300, last]);

const folder = mkdtempSync(join(tmpdir(), "kypho-reload-"));
const siteFolder = join(folder, "site");
const document = readFileSync(packageFile("examples/typical.json"), "utf8").replace('"pmma"', '"local"');
initSite(siteFolder);
const writeCodes = (rows: string) =>
  writeFileSync(join(siteFolder, "concept-maps/cement-material.csv"), `local,standard\n${rows}\n`);
writeCodes("local,pmma");
const site = await openSite({ folder: siteFolder, dataFolder: join(folder, "data") });
const memory = new Map<number, number>();
const startedAt = performance.now();
try {
  for (let at = 1; at <= last; at++) {
    writeCodes(
      at % FRESH_EVERY === FRESH_EVERY / 2
        ? `local,pmma\nfresh-${at},pmma`
        : `local,${at % 2 === 0 ? "other" : "pmma"}`,
    );
    const refusal = await site.reload();
    if (refusal) throw new Error(`Reload ${at} was refused: ${refusal.issues.map(({ message }) => message).join(" ")}`);
    const made = await site.pipeline.process(new TextEncoder().encode(document));
    if (!made.ok) throw new Error(`The case was refused after reload ${at}.`);
    if (shown.has(at)) {
      memory.set(at, await settledMegabytes());
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(
        `after ${String(at).padStart(3)} reloads  ${memory.get(at)?.toFixed(1)} MB  (${seconds.toFixed(0)} s)`,
      );
    }
  }
} finally {
  await site.close();
  rmSync(folder, { recursive: true });
}
const growth = (memory.get(last) ?? 0) - (memory.get(Math.min(100, last)) ?? 0);
console.log(`growth since reload ${Math.min(100, last)}: ${growth.toFixed(1)} MB`);
if (Math.abs(growth) > BOUND_MB) process.exitCode = 1;

/** Resident memory once the threads before have ended and what they left is collected. */
async function settledMegabytes(): Promise<number> {
  await setTimeout(1000);
  (globalThis as { gc?: () => void }).gc?.();
  await setTimeout(1000);
  return process.memoryUsage().rss / 1e6;
}
