import type { Result } from "../fhir/index.ts";
import { siteIssue } from "./site-issue.ts";

/** The codes of one CSV file. */
export interface LocalCodes {
  readonly file: string;
  /** The code list that they belong to: the id of its ConceptMap, and the name of the file. */
  readonly list: string;
  readonly rows: readonly LocalCode[];
}

/** A code of the site's own, and the code of the list that means the same. */
export interface LocalCode {
  readonly local: string;
  readonly standard: string;
  readonly line: number;
}

/**
 * Reads a CSV of two columns (RFC 4180): local code, standard code. Blank lines and lines that begin with `#` are passed over, and so
 * is a first line that says `local,standard`.
 *
 * @param list the id of the ConceptMap of the code list
 */
export function readLocalCodes(text: string, file: string, list: string): Result<LocalCodes> {
  const issues = [];
  const rows: LocalCode[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (written.trim() === "" || written.startsWith("#")) continue;
    const [local, standard, ...more] = cells(written);
    const isFirst = rows.length === 0 && issues.length === 0;
    if (isFirst && local === "local" && standard === "standard") continue;
    if (local === undefined || local === "" || standard === undefined || standard === "" || more.length > 0) {
      const message =
        "Two columns were expected, a local code and the standard code that means the same; found others.";
      issues.push(siteIssue("csv", "structure", message, file, { line, column: 1 }));
    } else rows.push({ local, standard, line });
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { file, list, rows } };
}

const CELL = /\s*(?:"((?:[^"]|"")*)"|([^,;"]*))\s*(?:[,;]|$)/y;

/** The cells of a line; what breaks the rules of quotes ends the line in a cell too many. */
function cells(line: string): string[] {
  const found: string[] = [];
  CELL.lastIndex = 0;
  for (let at = 0; at <= line.length;) {
    CELL.lastIndex = at;
    const cell = CELL.exec(line);
    if (cell === null) return [...found, "", ""];
    found.push(cell[1]?.replaceAll('""', '"') ?? (cell[2] ?? "").trim());
    if (CELL.lastIndex >= line.length) return /[,;]$/.test(cell[0]) ? [...found, ""] : found;
    at = CELL.lastIndex;
  }
  return found;
}
