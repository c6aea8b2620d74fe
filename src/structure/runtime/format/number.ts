import type { Format } from "./format.ts";

/** The largest signed integer of 32 bits, and the most that R4's integers hold. */
const MOST = 2_147_483_647;

/** https://hl7.org/fhir/R4/datatypes.html#integer */
export const checkInteger: Format<number> = (value) =>
  Number.isInteger(value) && value >= -MOST - 1 && value <= MOST ? undefined : "a whole number of 32 bits";

/** https://hl7.org/fhir/R4/datatypes.html#unsignedInt */
export const checkUnsignedInt: Format<number> = (value) =>
  Number.isInteger(value) && value >= 0 && value <= MOST ? undefined : "a whole number from 0 to 2,147,483,647";

/** https://hl7.org/fhir/R4/datatypes.html#positiveInt */
export const checkPositiveInt: Format<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= MOST ? undefined : "a whole number from 1 to 2,147,483,647";

/**
 * A JSON number, so JSON's grammar is the rule; what overflows a double while parsing is refused.
 *
 * https://hl7.org/fhir/R4/datatypes.html#decimal
 */
export const checkDecimal: Format<number> = (value) => (Number.isFinite(value) ? undefined : "a decimal number");
