import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Issue, Result } from "../fhir/index.ts";
import { findMoves, NO_MOVES, type Moves } from "./moves.ts";
import { probeAll, probeBuild } from "./probes.ts";
import { compileInThread, RunningSet } from "./running-set.ts";
import { ACCEPTED_FILE } from "./site-folder.ts";

/** What a site's set would do otherwise than the package alone. */
export interface Preview extends Moves {
  /** Nothing changes, or `accepted.json` has the hash. */
  readonly isAccepted: boolean;
  /** Cases of the package that the set would refuse, by their names. */
  readonly refusals: readonly { readonly name: string; readonly issues: readonly Issue[] }[];
  /** What keeps the site's own examples from coming back whole. */
  readonly exampleIssues: readonly Issue[];
}

/**
 * Compiles a site's folder and compares what it makes of our cohort and examples; nothing becomes live.
 *
 * @param home where compiled sets are kept
 */
export async function previewSite(folder: string, home: string): Promise<Result<Preview>> {
  const compiled = await compileInThread(folder, home);
  if (!compiled.ok) return compiled;
  const running = new RunningSet(compiled.value.folder);
  try {
    const exampleIssues = await running.call("tryExamples");
    const { probes, answers } = await probeBuild();
    const made = await probeAll(running, probes);
    const { moves, hash } = await findMoves(probes, answers, made);
    const refusals = made.flatMap(({ refusals: issues }, index) =>
      issues.length === 0 ? [] : [{ name: probes[index]?.name ?? "", issues }],
    );
    const isAccepted = hash === NO_MOVES || compiled.value.accepted.includes(hash);
    return { ok: true, value: { moves, hash, isAccepted, refusals, exampleIssues } };
  } finally {
    await running.close();
  }
}

/** Writes down that somebody agreed to a preview. */
export function acceptPreview(folder: string, hash: string): void {
  const file = join(folder, ACCEPTED_FILE);
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly string[]) : [];
  writeFileSync(file, `${JSON.stringify([...new Set([...known, hash])], undefined, 2)}\n`);
}
