import { isSpace, type Format } from "./format.ts";

const EXPECTED = "a code without white space at its ends, and single spaces inside";

/**
 * At least one character, no leading or trailing white space, none but single white space inside.
 *
 * https://hl7.org/fhir/R4/datatypes.html#code
 */
export const checkCode: Format = (text) => {
  let wasSpace = true;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isNowSpace = unit <= 32 ? true : unit > 127 && isOtherSpace(unit);
    if (unit < 32 && !isSpace(unit)) return EXPECTED;
    if (isNowSpace && wasSpace) return EXPECTED;
    wasSpace = isNowSpace;
  }
  return wasSpace ? EXPECTED : undefined;
};

/** The rest of what `\s` means, such as the no-break space. */
function isOtherSpace(unit: number): boolean {
  return /\s/.test(String.fromCharCode(unit));
}
