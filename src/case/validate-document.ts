import type { SchemaError } from "../../build/schemas/case.js";
import type { Result } from "../fhir/index.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES } from "./limits.ts";
import { byPosition, limit, moveLines, tooLarge, toIssue } from "./placed-issues.ts";
import { readDocument } from "./read-document.ts";
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
  const read = readDocument(bytes);
  if (!read.complete) return { ok: false, issues: moveLines(read.faults, options) };
  const { document, places, faults, faultCount, hasWrittenNumbers } = read;
  const errors = fits(document) ? [] : (fits.errors ?? []);
  if (errors.length === 0 && faultCount === 0) {
    return { ok: true, value: hasWrittenNumbers ? withWrittenNumbers(document, places, schema) : document };
  }
  const placed = schemaFindings(document, errors.slice(0, MAX_ISSUES), schema).map((finding) =>
    toIssue(finding, places),
  );
  const issues = [...faults, ...placed].sort(byPosition);
  return { ok: false, issues: moveLines(limit(issues, faultCount + errors.length), options) };
}
