import type { Format } from "./format.ts";

const EXPECTED = "1 to 64 letters, digits, hyphens and dots";

/** `[A-Za-z0-9\-\.]{1,64}`, https://hl7.org/fhir/R4/datatypes.html#id */
export const checkId: Format = (text) => {
  const { length } = text;
  if (length === 0 || length > 64) return EXPECTED;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    const isLetter = (unit | 32) >= 97 && (unit | 32) <= 122;
    if (!isLetter && !(unit >= 48 && unit <= 57) && unit !== 45 && unit !== 46) return EXPECTED;
  }
  return undefined;
};
