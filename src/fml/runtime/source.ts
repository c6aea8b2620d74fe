import { report, type RuleIdentity } from "../../fhirpath/runtime/index.ts";
import type { MapRun } from "./map-run.ts";

/** Notes that a source has too few or too many values. */
export function checkCount(run: MapRun, rule: RuleIdentity, count: number, least: number, most = Infinity): void {
  if (count >= least && count <= most) return;
  const wanted = most === Infinity ? `${String(least)} or more values` : `${String(least)} to ${String(most)} values`;
  report(run, rule, "fml/cardinality", `Expected ${wanted}, found ${String(count)}.`);
}

/** The places of the items that pass a test. */
export function places<T>(list: readonly T[], test: (item: T) => boolean): number[] {
  return list.flatMap((item, index) => (test(item) ? [index] : []));
}

/** A list, or another one in place of an empty one. */
export function listOr<T>(list: readonly T[], instead: () => readonly T[]): readonly T[] {
  return list.length > 0 ? list : instead();
}

/** Gives what a rule says with `log` to whoever listens. */
export function note(run: MapRun, rule: RuleIdentity, found: unknown): void {
  const values = Array.isArray(found) ? (found as unknown[]) : [found];
  const words = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  run.log?.(rule, words.join(", "));
}
