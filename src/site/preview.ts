import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../fhir/index.ts";
import type { Trial } from "./make-set.ts";
import { makeSetApart } from "./make-set-apart.ts";
import { NO_MOVES } from "./moves.ts";
import { ACCEPTED_FILE } from "./site-folder.ts";

/** What a site's set would do otherwise than the package alone. */
export interface Preview extends Trial {
  /** Nothing changes, or `accepted.json` has the hash. */
  readonly isAccepted: boolean;
}

/**
 * Compiles a site's folder and compares what it makes of our cohort and examples; nothing becomes live.
 *
 * @param home where compiled sets are kept
 */
export async function previewSite(folder: string, home: string): Promise<Result<Preview>> {
  const made = await makeSetApart(folder, home);
  if (!made.ok) return made;
  const { trial, accepted } = made.value;
  return { ok: true, value: { ...trial, isAccepted: trial.hash === NO_MOVES || accepted.includes(trial.hash) } };
}

/** Writes down that somebody agreed to a preview. */
export function acceptPreview(folder: string, hash: string): void {
  const file = join(folder, ACCEPTED_FILE);
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly string[]) : [];
  writeFileSync(file, `${JSON.stringify([...new Set([...known, hash])], undefined, 2)}\n`);
}
