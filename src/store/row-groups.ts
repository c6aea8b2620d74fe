import type { DatabaseKind } from "./database-kind.ts";

const SIZES = [64, 16, 4, 1];

/**
 * Cuts the rows of an insert into groups of few sizes, in order.
 *
 * The store keeps a prepared SQLite statement for each number of rows, and SQLite with each the values that it wrote last: of
 * cases, for every number up to that of a commit, 23 MB, and for these sizes 3 (measured). On PostgreSQL nothing is kept, and a
 * round trip costs more.
 */
export function* inGroups<Row>(kind: DatabaseKind, rows: readonly Row[]): Generator<readonly Row[]> {
  if (kind !== "sqlite") {
    if (rows.length > 0) yield rows;
    return;
  }
  for (let at = 0; at < rows.length;) {
    const left = rows.length - at;
    const size = SIZES.find((one) => one <= left) ?? 1;
    yield rows.slice(at, at + size);
    at += size;
  }
}
