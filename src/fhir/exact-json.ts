/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const exact = JSON as unknown as {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
};

/**
 * A number in a list or an object that JavaScript may print with other digits: zeros at the end, an exponent, very small, or
 * many digits. What stands around it is a part of the pattern, so that neither times nor UIDs in texts look like one.
 */
const UNUSUAL_NUMBER =
  /(?<=[[:,\s])-?(?:\d+(?:\.\d*0|(?:\.\d+)?[eE][+-]?\d+)|0\.0{5}\d+|\d[\d.]{15,}|(?<=-)0)(?=[,\]}\s])/;
const BEGINS_AS_NUMBER = /^\s*[-\d]/;

/**
 * Parses JSON and keeps every number's digits: one that JavaScript would print differently (`4.50`) becomes a
 * `JSON.rawJSON` object, which JSON.stringify prints as it was written.
 *
 * Precision means something in FHIR, https://hl7.org/fhir/R4/json.html#decimal
 *
 * @throws SyntaxError when the text is no JSON
 */
export function parseExactly(text: string): unknown {
  // The pattern may still hit inside a string, which costs the slower way and nothing else.
  if (!UNUSUAL_NUMBER.test(text) && !BEGINS_AS_NUMBER.test(text)) return JSON.parse(text);
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? exact.rawJSON(source) : value,
  );
}

/** Whether two parsed JSON values are equal, down to the digits of their numbers; the order of members does not count. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (exact.isRawJSON(one) || exact.isRawJSON(other)) {
    return exact.isRawJSON(one) && exact.isRawJSON(other) && one.rawJSON === other.rawJSON;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return names.every((name) => Object.hasOwn(right, name) && isSameJson(left[name], right[name]));
}
