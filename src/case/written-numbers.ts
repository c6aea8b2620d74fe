import { schema } from "../../build/schemas/case.js";
import { endOfPlainNumber } from "./glance.ts";
import { partAt, partsOf, VALUE, writtenAt, type Places } from "./places.ts";
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
 * @param places   where its values stand
 * @param schema   that of the document, where it is no case
 */
export function withWrittenNumbers(document: unknown, places: Places, schema: JsonSchema = ROOT): unknown {
  restoreParts(document, places, 0, schema, schema);
  return document;
}

function restoreParts(value: unknown, places: Places, row: number, field: JsonSchema, schema: JsonSchema): void {
  const parts = partsOf(places, row);
  if (parts === undefined) return;
  const holder = value as Record<string | number, unknown>;
  for (const [step, part] of parts.entries()) {
    const inner = resolveSchema((Array.isArray(parts) ? field.items : field.properties?.[step]) ?? {}, schema);
    const written = inner.type === "integer" ? undefined : writtenNumberOf(places, part);
    if (written !== undefined) holder[step] = rawJSON(written);
    else restoreParts(holder[step], places, part, inner, schema);
  }
}

/** The text of a number that JavaScript would print otherwise, such as 4.50; undefined for all else. */
export function writtenNumberOf(places: Places, row: number): string | undefined {
  const { byteStart, byteEnd } = partAt(places, row, VALUE);
  const first = places.bytes[byteStart] as number;
  const isNumber = first === 0x2d || (first >= 0x30 && first <= 0x39);
  if (!isNumber || endOfPlainNumber(places.bytes, byteStart, byteEnd) >= 0) return undefined;
  const written = writtenAt(places, row, VALUE);
  return String(Number(written)) === written ? undefined : written;
}
