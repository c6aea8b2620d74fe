import type { SchemaError } from "../../build/schemas/case.js";
import type { Issue, Result } from "../fhir/index.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES } from "./limits.ts";
import { byPosition, limit, moveLines, tooLarge, toIssue } from "./placed-issues.ts";
import { scan } from "./scan.ts";
import { schemaFindings } from "./schema-issues.ts";
import type { JsonSchema } from "./schema/json-schema.ts";
import { withWrittenNumbers } from "./written-numbers.ts";

/** A module that `toValidatorModule` wrote for a schema of someone else's. */
export interface SchemaModule {
  readonly default: { (document: unknown): boolean; errors?: readonly SchemaError[] | null };
  readonly schema: JsonSchema;
}

/**
 * Reads one document of another form than a case, by the schema of that form: the document, or every issue at once as
 * `validateCase` would tell it.
 *
 * @param options the line of the file on which the document begins, 1 when it is left out
 * @returns the document; a number that JavaScript would print otherwise is a `JSON.rawJSON` object
 */
export function validateDocument(
  bytes: Uint8Array,
  { default: fits, schema }: SchemaModule,
  options: { readonly line?: number } = {},
): Result<unknown> {
  if (bytes.length > MAX_DOCUMENT_BYTES) return { ok: false, issues: [tooLarge(options)] };
  const { issues: faults, issueCount, complete, root, hasWrittenNumbers } = scan(bytes);
  if (!complete) {
    const issues = faults.map((fault, at): Issue => (at < faults.length - 1 ? fault : { ...fault, severity: "fatal" }));
    return { ok: false, issues: moveLines(issues, options) };
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const document: unknown = JSON.parse(text);
  const errors = fits(document) ? [] : (fits.errors ?? []);
  if (errors.length === 0 && issueCount === 0) {
    return { ok: true, value: hasWrittenNumbers ? withWrittenNumbers(JSON.parse(text), root, schema) : document };
  }
  const placed = schemaFindings(document, errors.slice(0, MAX_ISSUES), schema).map((finding) => toIssue(finding, root));
  const issues = [...faults, ...placed].sort(byPosition);
  return { ok: false, issues: moveLines(limit(issues, issueCount + errors.length), options) };
}
