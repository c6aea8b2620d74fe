/**
 * The lexical rules of R4's primitive types: a JSON value in, `undefined` or what was expected out.
 *
 * Ruled by https://hl7.org/fhir/R4/datatypes.html#primitive; the published expressions are written by
 * hand where they backtrack without end or leave out the calendar. Every check takes time linear in
 * its text. xhtml has rules of its own (`narrative`); which element has which type is the plan's.
 */
import { checkBase64Binary } from "./base64-binary.ts";
import { checkCode } from "./code.ts";
import type { Format } from "./format.ts";
import { checkId } from "./id.ts";
import { checkDecimal, checkInteger, checkPositiveInt, checkUnsignedInt } from "./number.ts";
import { checkMarkdown, checkString } from "./string.ts";
import { checkDate, checkDateTime, checkInstant, checkTime } from "./temporal.ts";
import { checkCanonical, checkOid, checkUri, checkUrl, checkUuid } from "./uri.ts";

export { base64ByteCount } from "./base64-binary.ts";
export { isExampleUrl } from "./example-url.ts";
export type { Format } from "./format.ts";
export { isAbsoluteUri } from "./uri.ts";
export {
  checkBase64Binary,
  checkCanonical,
  checkCode,
  checkDate,
  checkDateTime,
  checkDecimal,
  checkId,
  checkInstant,
  checkInteger,
  checkMarkdown,
  checkOid,
  checkPositiveInt,
  checkString,
  checkTime,
  checkUnsignedInt,
  checkUri,
  checkUrl,
  checkUuid,
};

/** Formats of the primitives that are JSON strings, by type; xhtml is none of them. */
export const STRING_FORMATS: Readonly<Record<string, Format>> = {
  base64Binary: checkBase64Binary,
  canonical: checkCanonical,
  code: checkCode,
  date: checkDate,
  dateTime: checkDateTime,
  id: checkId,
  instant: checkInstant,
  markdown: checkMarkdown,
  oid: checkOid,
  string: checkString,
  time: checkTime,
  uri: checkUri,
  url: checkUrl,
  uuid: checkUuid,
};

/** Formats of the primitives that are JSON numbers, by type. */
export const NUMBER_FORMATS: Readonly<Record<string, Format<number>>> = {
  decimal: checkDecimal,
  integer: checkInteger,
  positiveInt: checkPositiveInt,
  unsignedInt: checkUnsignedInt,
};
