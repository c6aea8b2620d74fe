import { readLedger, settle, type LedgerEntry, type Settled } from "./ledger.ts";
import type { Check, LaneReport } from "./lane.ts";

/** One lane that ran, with its wall time. */
export interface Ran {
  readonly lane: string;
  readonly report: LaneReport;
  readonly seconds: number;
}

interface Row {
  readonly lane: string;
  readonly check: Check;
  readonly settled: Settled;
}

/** The table of every check, the figures and what is left to explain; whether nothing is left. */
export function describeRuns(
  runs: readonly Ran[],
  ledger: readonly LedgerEntry[] = readLedger(),
): { readonly text: string; readonly isGood: boolean } {
  const rows = runs.flatMap(({ lane, report }) =>
    report.checks.map((check): Row => ({ lane, check, settled: settle(lane, check, ledger) })),
  );
  const text = [
    table([["lane", "check", "agree", "of", "explained", "unexplained"], ...rows.map(toCells)]),
    ...runs.map(({ lane, report, seconds }) => figures(lane, report, seconds)),
    ...rows.flatMap(({ settled, lane, check }) => [
      ...settled.unexplained.map(({ id, how, details }) =>
        [`UNEXPLAINED ${lane}, ${check.name}: ${id}: ${how}`, ...(details === undefined ? [] : [details])].join("\n  "),
      ),
      ...settled.outdated.map(
        ({ cases, how }) => `OUTDATED in ledger.json: ${lane}, ${check.name}: no "${how}" for ${cases} any more`,
      ),
    ]),
  ].join("\n");
  return { text: `${text}\n`, isGood: rows.every(isSettled) };
}

/** A check that compared nothing shows nothing. */
function isSettled({ check, settled }: Row): boolean {
  return check.total > 0 && settled.unexplained.length + settled.outdated.length === 0;
}

function toCells({ lane, check, settled }: Row): readonly string[] {
  const agree = check.total - new Set(check.disagreements.map(({ id }) => id)).size;
  const counts = [agree, check.total, settled.explained.length, settled.unexplained.length];
  return [lane, check.name, ...counts.map(String)];
}

/** Names to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row) => row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((cells) => cells.join("  "))
    .join("\n");
}

function figures(lane: string, { figures: measured }: LaneReport, seconds: number): string {
  const lines = [...measured, { name: "wall time", text: `${seconds.toFixed(0)} s` }];
  return lines.map(({ name, text }) => `${lane}, ${name}: ${text}`).join("\n");
}
