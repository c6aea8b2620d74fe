import { schema } from "../../build/schemas/case.js";
import type { Place } from "./place.ts";
import { resolveSchema, type JsonSchema } from "./schema/json-schema.ts";

const ROOT = schema as JsonSchema;

/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const { rawJSON } = JSON as typeof JSON & { rawJSON: (text: string) => object };

/**
 * Puts numbers back as they were written, as `JSON.rawJSON` objects that JSON.stringify prints digit by digit, since
 * precision means something in FHIR (https://hl7.org/fhir/R4/json.html#decimal).
 *
 * A whole-number field keeps its plain number: FHIR's integers have no decimals to keep.
 *
 * @param document as JSON.parse gave it, and valid; it is changed in place
 * @param root     where its values stand
 * @param schema   that of the document, where it is no case
 */
export function withWrittenNumbers(document: unknown, root: Place | undefined, schema: JsonSchema = ROOT): unknown {
  if (root !== undefined) restoreParts(document, root, schema, schema);
  return document;
}

function restoreParts(value: unknown, { parts }: Place, field: JsonSchema, schema: JsonSchema): void {
  if (parts === undefined) return;
  const holder = value as Record<string | number, unknown>;
  for (const [step, part] of parts.entries()) {
    const inner = resolveSchema((Array.isArray(parts) ? field.items : field.properties?.[step]) ?? {}, schema);
    if (part.writtenNumber !== undefined && inner.type !== "integer") holder[step] = rawJSON(part.writtenNumber);
    else restoreParts(holder[step], part, inner, schema);
  }
}
