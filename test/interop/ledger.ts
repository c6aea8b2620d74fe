import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../src/system/index.ts";
import type { Check, Disagreement } from "./lane.ts";

/** Explains one way in which the programs differ. */
export interface LedgerEntry {
  readonly lane: string;
  readonly check: string;
  /** Regular expression over the whole id of a case. */
  readonly cases: string;
  /** Regular expression over the whole of how they differ. */
  readonly how: string;
  readonly reason: string;
  /** The paragraph of docs/spec-readings.md, by its words in bold, that has the specification's sentence. */
  readonly reading: string;
}

/** The disagreements of a check, parted. */
export interface Settled {
  readonly explained: readonly Disagreement[];
  readonly unexplained: readonly Disagreement[];
  /** Entries for this check that explain nothing any more; of a sample none can be known. */
  readonly outdated: readonly LedgerEntry[];
}

/** Reads ledger.json. @throws Error when an entry points at no reading */
export function readLedger(): readonly LedgerEntry[] {
  const entries = JSON.parse(readFileSync(join(import.meta.dirname, "ledger.json"), "utf8")) as LedgerEntry[];
  const readings = readFileSync(packageFile("docs/spec-readings.md"), "utf8");
  for (const { reading } of entries) {
    if (!readings.includes(`**${reading}**`)) throw new Error(`docs/spec-readings.md has no "${reading}" in bold`);
  }
  return entries;
}

/** Holds a check's disagreements against the entries that are about it. */
export function settle(lane: string, check: Check, ledger: readonly LedgerEntry[]): Settled {
  const entries = ledger.filter((entry) => entry.lane === lane && entry.check === check.name);
  const used = new Set<LedgerEntry>();
  const explained: Disagreement[] = [];
  const unexplained: Disagreement[] = [];
  for (const disagreement of check.disagreements) {
    const entry = entries.find((one) => explains(one, disagreement));
    if (entry) used.add(entry);
    (entry ? explained : unexplained).push(disagreement);
  }
  const outdated = check.isSample === true ? [] : entries.filter((entry) => !used.has(entry));
  return { explained, unexplained, outdated };
}

function explains({ cases, how }: LedgerEntry, disagreement: Disagreement): boolean {
  return new RegExp(`^(?:${cases})$`).test(disagreement.id) && new RegExp(`^(?:${how})$`).test(disagreement.how);
}
