import { isSpace, type Format } from "./format.ts";

const EXPECTED = "base64 as RFC 4648 has it";

/**
 * Base64 with padding at the end alone; white space may stand anywhere, as R4's own expression allows.
 *
 * R4 publishes an expression for it that takes exponential time on text that does not match, so this
 * counts instead. https://hl7.org/fhir/R4/datatypes.html#base64Binary
 */
export const checkBase64Binary: Format = (text) => {
  let digits = 0;
  let padding = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 61 /* = */) padding++;
    else if (isBase64Digit(unit)) {
      if (padding > 0) return EXPECTED;
      digits++;
    } else if (!isSpace(unit)) return EXPECTED;
  }
  return digits > 0 && padding <= 2 && (digits + padding) % 4 === 0 ? undefined : EXPECTED;
};

/** How many bytes a base64 text stands for, white space left out; the text is one that passed. */
export function base64ByteCount(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length; at++) if (isBase64Digit(text.charCodeAt(at))) digits++;
  return Math.floor((digits * 3) / 4);
}

function isBase64Digit(unit: number): boolean {
  const letter = unit | 32;
  return (letter >= 97 && letter <= 122) || (unit >= 48 && unit <= 57) || unit === 43 || unit === 47;
}
