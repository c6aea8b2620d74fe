import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Why we disagree with a case of a suite, by the case's id. */
export type Ledger = Readonly<Record<string, string>>;

/** The explained disagreements of one suite. */
export function readLedger(suite: string): Ledger {
  const all = JSON.parse(readFileSync(join(import.meta.dirname, "ledger.json"), "utf8")) as Record<string, Ledger>;
  return all[suite] ?? {};
}

/** Disagreements that the ledger does not explain, and entries of the ledger that agree by now. */
export function compareWithLedger(
  ledger: Ledger,
  disagreements: readonly string[],
): { readonly unexplained: readonly string[]; readonly outdated: readonly string[] } {
  const found = new Set(disagreements);
  return {
    unexplained: disagreements.filter((id) => !(id in ledger)),
    outdated: Object.keys(ledger).filter((id) => !found.has(id)),
  };
}
