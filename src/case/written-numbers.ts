import { schema } from "../../build/schemas/case.js";
import { pointerSteps } from "./pointer.ts";
import { schemaAt, type JsonSchema } from "./schema/json-schema.ts";
import type { WrittenNumber } from "./scan.ts";

/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const { rawJSON } = JSON as typeof JSON & { rawJSON: (text: string) => object };

/**
 * Puts numbers back as they were written, as `JSON.rawJSON` objects that JSON.stringify prints digit by digit, since
 * precision means something in FHIR (https://hl7.org/fhir/R4/json.html#decimal).
 *
 * A whole-number field keeps its plain number: FHIR's integers have no decimals to keep.
 *
 * @param document as JSON.parse gave it; it is changed in place
 */
export function withWrittenNumbers(document: unknown, numbers: readonly WrittenNumber[]): unknown {
  for (const { pointer, text } of numbers) {
    if (schemaAt(schema as JsonSchema, pointer)?.type !== "number") continue;
    const steps = pointerSteps(pointer);
    const last = steps.pop() as string;
    const parent = steps.reduce(
      (value, step) => value[step] as Record<string, unknown>,
      document as Record<string, unknown>,
    );
    parent[last] = rawJSON(text);
  }
  return document;
}
