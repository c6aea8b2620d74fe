/**
 * Cuts the power at any moment of a store's life, in simulation: a process that stores cases is traced, its writes are
 * replayed up to a random point onto a disk that loses what was not synced, and the store is opened from what is left.
 *
 * `npm run powercut -- [--images 1200] [--cases 160] [--seed 1]`. Ends with 1 when an acknowledged case is lost or an image
 * cannot be opened, or when the two
 * controls lose nothing; with 2 where strace is missing or may not trace.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRandom, type Random } from "./cohort/random.ts";
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
/** Images in which losses must be seen: of a store that does not wait for the disk, and of a disk that does not sync. */
const CONTROL_IMAGES = 40;

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
    process.stderr.write("powercut needs strace, which is not installed (Debian: apt-get install strace)\n");
    return 2;
  }
  const { status, stderr } = spawnSync("strace", ["-o", join(folder, "trial"), "true"], { encoding: "utf8" });
  if (status !== 0) {
    process.stderr.write(`powercut needs strace to be allowed to trace, and it is not: ${stderr}`);
    return 2;
  }
  const random = createRandom(values.seed);
  const steps = await traceWriter("full");
  let isGood = true;
  for (const survival of SURVIVALS) {
    const found = await cutOften(steps, Math.ceil(Number(values.images) / SURVIVALS.length), survival, random);
    tell(`unsynced sectors survive: ${survival}`, found);
    isGood &&= found.lossy + found.unopenable + found.damaged === 0;
  }
  const lying = await cutOften(steps, CONTROL_IMAGES, "some", random, true);
  tell("control: a disk that does not sync", lying);
  const relaxed = await cutOften(await traceWriter("normal"), CONTROL_IMAGES, "none", random);
  tell("control: synchronous=NORMAL", relaxed);
  return isGood && lying.lossy > 0 && relaxed.lossy > 0 ? 0 : 1;
}

/** Traces the process that stores cases. */
async function traceWriter(synchronous: "full" | "normal"): Promise<readonly TraceStep[]> {
  const data = join(folder, `data-${synchronous}`);
  const traces = join(folder, `trace-${synchronous}`);
  const writer = join(import.meta.dirname, "powercut/writer.ts");
  const calls = TRACED_CALLS.join(",");
  const trace = ["-ff", "-y", "-xx", "-s", "10000000", "-e", `trace=${calls}`, "-o", traces];
  const { status, stderr } = spawnSync(
    "strace",
    [...trace, process.execPath, writer, data, values.cases, synchronous],
    {
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  if (status !== 0) throw new Error(`The writer ended with ${String(status)}: ${stderr}`);
  // One file a thread; the main thread's has the writes, and is by far the largest.
  const [largest] = globSync(`${traces}.*`).sort((one, other) => statSync(other).size - statSync(one).size);
  const steps = await readTrace(largest ?? "", data);
  const acknowledged = steps.filter(({ kind }) => kind === "say").length;
  const syncs = steps.filter(({ kind }) => kind === "sync").length;
  const counts = `${acknowledged} versions acknowledged, ${syncs} syncs, ${steps.length} steps`;
  process.stdout.write(`Traced with synchronous=${synchronous.toUpperCase()}: ${counts} (${seconds()} s)\n`);
  return steps;
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
  random: Random,
  ignoresSync = false,
): Promise<Found> {
  const found: Found = { images: 0, lossy: 0, lost: 0, unopenable: 0, damaged: 0 };
  const moments = Array.from({ length: images }, () => Math.floor(random.next() * (steps.length + 1))).sort(
    (a, b) => a - b,
  );
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
    disk.writeImage(image, survival, () => random.next());
    const { isOpenable, lostCount, damage } = await checkImage(image, said);
    found.images++;
    if (!isOpenable) found.unopenable++;
    else if (damage.length > 0) found.damaged++;
    if (lostCount > 0) found.lossy++;
    found.lost += lostCount;
  }
  return found;
}

function tell(name: string, { images, lossy, lost, unopenable, damaged }: Found): void {
  const counts = `${images} images: ${lossy} lost acknowledged versions (${lost}), ${unopenable} unopenable, ${damaged} damaged`;
  process.stdout.write(`${name.padEnd(40)}${counts} (${seconds()} s)\n`);
}

function seconds(): string {
  return (performance.now() / 1000).toFixed(0);
}
