/**
 * The ways in which cases are written. In comes a stream of bytes, out comes one `CaseText` for each case; whether it
 * is a good case is not asked here. A new format is a file of its own and a line in FORMATS.
 */
import type { CaseFormat, CaseText } from "./format.ts";
import { json } from "./json.ts";
import { ndjson } from "./ndjson.ts";

export type { CaseFormat, CaseText } from "./format.ts";
export { json } from "./json.ts";
export { ndjson } from "./ndjson.ts";

/** Every format; the first is taken where nothing is said. */
export const FORMATS: readonly CaseFormat[] = [json, ndjson];

/** The format of a Content-Type, with or without parameters; undefined when there is none for it. */
export function formatOf(contentType: string): CaseFormat | undefined {
  const mediaType = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  return FORMATS.find(({ mediaTypes }) => mediaTypes.includes(mediaType));
}

/** Cuts an NDJSON stream into the bytes of its cases, each with its line in the file. */
export function readCases(source: AsyncIterable<Uint8Array>): AsyncIterable<CaseText> {
  return ndjson.read(source);
}
