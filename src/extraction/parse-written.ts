/** What TypeScript's library does not declare yet: https://tc39.es/proposal-json-parse-with-source/ */
const { rawJSON } = JSON as typeof JSON & { rawJSON: (text: string) => object };
const parse = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/**
 * Parses JSON so that every number that JavaScript would print otherwise (`4.50`) keeps its digits, as a `JSON.rawJSON`
 * object (https://hl7.org/fhir/R4/json.html#decimal).
 *
 * @throws SyntaxError when the text is no JSON
 */
export function parseWritten(text: string): unknown {
  // Asking for the source of every value costs more than parsing, and most documents need it for none.
  if (!/[0-9](?:\.[0-9]*0|[eE])|-0|[0-9]{16}/.test(text)) return JSON.parse(text) as unknown;
  return parse(text, (_, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? rawJSON(source) : value,
  );
}
