import type { Format } from "./format.ts";

/** R4: "strings SHALL NOT exceed 1MB (1024*1024 characters) in size". */
const MOST_CHARACTERS = 1_048_576;

// eslint-disable-next-line no-control-regex -- control characters are what R4 forbids; one class, so linear
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/**
 * Characters, not empty, no control characters but tab, line feed and carriage return.
 *
 * White space at the ends, and white space alone, is advice in R4 ("SHOULD") and passes.
 * https://hl7.org/fhir/R4/datatypes.html#string
 */
export const checkString: Format = (text) => {
  if (text === "") return "at least one character";
  if (text.length > MOST_CHARACTERS && characterCount(text) > MOST_CHARACTERS) return "at most 1,048,576 characters";
  return CONTROL.test(text) ? "no control characters but tab, line feed and carriage return" : undefined;
};

/** The same rules as a string's. https://hl7.org/fhir/R4/datatypes.html#markdown */
export const checkMarkdown: Format = checkString;

/** Characters, not UTF-16 units: a pair of surrogates is one. */
function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
