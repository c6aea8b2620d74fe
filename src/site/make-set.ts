import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Issue, Result } from "../fhir/index.ts";
import { compileSet, type CompiledSet } from "./compile-set.ts";
import { findMoves, type Moves, type Probe } from "./moves.ts";
import { probeAll, readProbes } from "./probes.ts";
import { RunningSet } from "./running-set.ts";
import type { ProbeAnswer } from "./set-calls.ts";
import { siteIssue } from "./site-issue.ts";
import { readBuild } from "./site-set.ts";

/** What a set does when it is tried: to the site's own examples, and to our cases otherwise than the package alone. */
export interface Trial extends Moves {
  /** What keeps the site's own examples from coming back whole. */
  readonly exampleIssues: readonly Issue[];
  /** Cases of the package that the set would refuse, by their names. */
  readonly refusals: readonly { readonly name: string; readonly issues: readonly Issue[] }[];
}

/** A compiled set, and what came of its trial. */
export interface TriedSet extends CompiledSet {
  readonly trial: Trial;
}

/** What a trial came to, in the set's folder: the same set need not be tried again. */
const TRIAL_FILE = "trial.json";
const BUILD_FILE = "build.json";

interface KeptAnswers {
  readonly build: string;
  readonly answers: readonly ProbeAnswer[];
}

/**
 * Compiles a site's folder and tries the set on the site's examples and on our cohort.
 *
 * What compilers and modules held is freed with the process alone; `makeSetApart` does it in one that ends with it.
 *
 * @param into      where compiled sets are kept
 * @param codeCache where Node keeps what it makes of our own sources
 * @returns every issue of the folder where it does not compile, or its modules do not load
 */
export async function makeSet(siteFolder: string, into: string, codeCache?: string): Promise<Result<TriedSet>> {
  const compiled = compileSet(siteFolder, into);
  if (!compiled.ok) return compiled;
  const { folder } = compiled.value;
  const file = join(folder, TRIAL_FILE);
  if (existsSync(file)) {
    const trial = JSON.parse(readFileSync(file, "utf8")) as Trial;
    return { ok: true, value: { ...compiled.value, trial } };
  }
  const running = new RunningSet(folder, codeCache);
  try {
    await running.start();
  } catch (error) {
    const message = `The modules of the set were expected to load: ${causeOf(error)}`;
    return { ok: false, issues: [siteIssue("start", "exception", message, "")] };
  }
  try {
    const trial = await trySet(running, into, codeCache);
    writeFileSync(file, `${JSON.stringify(trial)}\n`);
    return { ok: true, value: { ...compiled.value, trial } };
  } finally {
    await running.close();
  }
}

async function trySet(running: RunningSet, into: string, codeCache: string | undefined): Promise<Trial> {
  const probes = readProbes();
  const [exampleIssues, after, before] = await Promise.all([
    running.call("tryExamples"),
    probeAll(running, probes),
    probeBuild(probes, into, codeCache),
  ]);
  const refusals = after.flatMap(({ refusals: issues }, index) =>
    issues.length === 0 ? [] : [{ name: probes[index]?.name ?? "", issues }],
  );
  return { exampleIssues, refusals, ...findMoves(probes, before, after) };
}

/** What the package alone makes of the probes; it is kept beside the sets, for as long as the build is the same. */
async function probeBuild(
  probes: readonly Probe[],
  into: string,
  codeCache: string | undefined,
): Promise<readonly ProbeAnswer[]> {
  const file = join(into, BUILD_FILE);
  const build = readBuild();
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8")) as KeptAnswers;
    if (kept.build === build) return kept.answers;
  }
  const running = new RunningSet(undefined, codeCache);
  try {
    const answers = await probeAll(running, probes);
    // A command may write the same beside the service.
    const unfinished = `${file}.${process.pid}.unfinished`;
    writeFileSync(unfinished, JSON.stringify({ build, answers } satisfies KeptAnswers));
    renameSync(unfinished, file);
    return answers;
  } finally {
    await running.close();
  }
}

function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  const root = cause ?? error;
  return root instanceof Error ? root.message : String(root);
}
