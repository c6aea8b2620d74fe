/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const { isRawJSON } = JSON as typeof JSON & { isRawJSON: (value: unknown) => boolean };

/** A JSON object; a number that keeps its digits is none. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, and neither a list nor a number that keeps its digits. */
export function isObject(value: unknown): value is JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  // A look at the property that such a number has takes far less than the call.
  return (value as JsonObject)["rawJSON"] === undefined || !isRawJSON(value);
}

/** The items of what may be a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The objects of what may be a list. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return listOf(value).filter(isObject);
}

/** A text, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
