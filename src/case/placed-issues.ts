import type { Issue } from "../fhir/index.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES } from "./limits.ts";
import { placeAround, type Places } from "./places.ts";
import { pointerToPath } from "./pointer.ts";
import type { Finding } from "./schema-issues.ts";

/** Puts a finding at its value, or at its name; what the document lacks, at the nearest thing around it. */
export function toIssue({ rule, code, pointer, message, atKey }: Finding, places: Places): Issue {
  const place = placeAround(places, pointer);
  const { line, column } = (atKey === true ? place.key : undefined) ?? place;
  return { severity: "error", code, rule, message, path: pointerToPath(pointer), pointer, position: { line, column } };
}

/** The order of the document. */
export function byPosition(a: Issue, b: Issue): number {
  const [first, second] = [a.position, b.position];
  if (first === undefined || second === undefined) return 0;
  return first.line - second.line || first.column - second.column;
}

/** Counts lines from that of the file on which the document begins. */
export function moveLines(issues: readonly Issue[], { line: first = 1 }: { readonly line?: number }): readonly Issue[] {
  if (first === 1) return issues;
  return issues.map((issue) =>
    issue.position === undefined
      ? issue
      : { ...issue, position: { line: issue.position.line + first - 1, column: issue.position.column } },
  );
}

/** As many issues as can be listed, and one that says how many there are. */
export function limit(issues: readonly Issue[], count: number): readonly Issue[] {
  if (count <= MAX_ISSUES) return issues;
  const message = `Expected a document with few issues, found ${count}; ${MAX_ISSUES} of them are listed.`;
  const more: Issue = { severity: "error", code: "too-costly", rule: "case/many-issues", message };
  return [...issues.slice(0, MAX_ISSUES), more];
}

/** The issue of a document over the limit of bytes. */
export function tooLarge({ line = 1 }: { readonly line?: number }): Issue {
  const message = `Expected at most ${MAX_DOCUMENT_BYTES} bytes, found more.`;
  const position = { line, column: 1 };
  return {
    severity: "fatal",
    code: "too-long",
    rule: "case/too-large",
    message,
    path: pointerToPath(""),
    pointer: "",
    position,
  };
}
