/**
 * Cuts the power at any moment of a store's life, in simulation: a process that stores cases is traced, its writes are
 * replayed up to a random point onto a disk that loses what was not synced, and the store is opened from what is left.
 *
 * `npm run powercut -- [--images 1200] [--cases 160] [--seed 1]`. Ends with 1 when an acknowledged case is lost or an image
 * cannot be opened; 2 where strace is missing (Debian: apt-get install strace).
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkImage } from "./powercut/check-image.ts";
import { Disk, type Survival } from "./powercut/disk.ts";
import { readTrace, TRACED_CALLS, type TraceStep } from "./powercut/trace.ts";

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "1200" },
    cases: { type: "string", default: "160" },
    seed: { type: "string", default: "1" },
  },
});
const SURVIVALS: readonly Survival[] = ["none", "some", "all-but-some"];
/** Images of a disk that does not sync, which show that a loss would be seen. */
const CONTROL_IMAGES = 60;

// In memory where there is such a folder: images are opened by the thousand, and their own syncs prove nothing.
const MEMORY = "/dev/shm";
const folder = realpathSync(mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "kypho-powercut-")));
try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true });
}

async function main(): Promise<number> {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    process.stderr.write("powercut needs strace (Debian: apt-get install strace)\n");
    return 2;
  }
  const steps = await traceWriter();
  const random = drawFrom(Number(values.seed));
  const acknowledged = steps.filter(({ kind }) => kind === "say").length;
  const syncs = steps.filter(({ kind }) => kind === "sync").length;
  process.stdout.write(`Traced: ${acknowledged} versions acknowledged, ${syncs} syncs, ${steps.length} steps\n`);
  let isGood = true;
  for (const survival of SURVIVALS) {
    const found = await cutOften(steps, Math.ceil(Number(values.images) / SURVIVALS.length), survival, random, false);
    process.stdout.write(`Unsynced sectors survive: ${survival.padEnd(13)}${told(found)}\n`);
    isGood &&= found.lossy + found.unopenable + found.damaged === 0;
  }
  const control = await cutOften(steps, CONTROL_IMAGES, "some", random, true);
  process.stdout.write(`Control, a disk that does not sync:   ${told(control)}\n`);
  return isGood && control.lossy + control.unopenable > 0 ? 0 : 1;
}

async function traceWriter(): Promise<readonly TraceStep[]> {
  const data = join(folder, "data");
  const writer = join(import.meta.dirname, "powercut/writer.ts");
  const calls = TRACED_CALLS.join(",");
  const trace = ["-ff", "-y", "-xx", "-s", "10000000", "-e", `trace=${calls}`, "-o", join(folder, "trace")];
  const { status, stderr } = spawnSync("strace", [...trace, process.execPath, writer, data, values.cases], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`The writer ended with ${String(status)}: ${stderr}`);
  // One file a thread; the main thread's has the writes, and is by far the largest.
  const [largest] = globSync(join(folder, "trace.*")).sort((one, other) => statSync(other).size - statSync(one).size);
  return readTrace(largest ?? "", data);
}

interface Found {
  images: number;
  lossy: number;
  lost: number;
  unopenable: number;
  damaged: number;
}

/** Cuts the power at random moments and opens what is left. */
async function cutOften(
  steps: readonly TraceStep[],
  images: number,
  survival: Survival,
  random: () => number,
  ignoresSync: boolean,
): Promise<Found> {
  const found: Found = { images: 0, lossy: 0, lost: 0, unopenable: 0, damaged: 0 };
  const moments = Array.from({ length: images }, () => Math.floor(random() * (steps.length + 1))).sort((a, b) => a - b);
  const disk = new Disk(ignoresSync);
  const said: (readonly [string, number])[] = [];
  let at = 0;
  for (const moment of moments) {
    for (; at < moment; at++) {
      const step = steps[at] as TraceStep;
      disk.apply(step);
      const [, caseId = "", version] = step.kind === "say" ? (/^ACK (\S+) (\d+)/.exec(step.text) ?? []) : [];
      if (caseId !== "") said.push([caseId, Number(version)]);
    }
    const image = join(folder, "image");
    disk.writeImage(image, survival, random);
    const { isOpenable, lostCount, damage } = await checkImage(image, said);
    found.images++;
    if (!isOpenable) found.unopenable++;
    else if (damage.length > 0) found.damaged++;
    if (lostCount > 0) found.lossy++;
    found.lost += lostCount;
  }
  return found;
}

function told({ images, lossy, lost, unopenable, damaged }: Found): string {
  return `${images} images: ${lossy} lost acknowledged versions (${lost}), ${unopenable} unopenable, ${damaged} damaged`;
}

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
function drawFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
