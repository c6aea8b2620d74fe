import { isRaw } from "../../../fhirpath/runtime/index.ts";
import {
  base64ByteCount,
  checkBase64Binary,
  checkCanonical,
  checkCode,
  checkDate,
  checkDateTime,
  checkId,
  checkInstant,
  checkInteger,
  checkOid,
  checkPositiveInt,
  checkString,
  checkTime,
  checkUnsignedInt,
  checkUri,
  checkUuid,
} from "../format/index.ts";
import { checkNarrative } from "../narrative/index.ts";
import type { CleanScope } from "./world.ts";

/** The longest text that the loop takes; an address of a code system or of an entry is one. */
const SHORT = 64;

/** Short texts without control characters, the usual case, without an expression. */
function isShortText(text: string): boolean {
  const { length } = text;
  if (length > SHORT || length === 0) return false;
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) < 32) return false;
  return true;
}

const URN = "urn:uuid:";
const URN_LENGTH = URN.length + 36;

/** `urn:uuid:` and a UUID in lower case; any other form is looked at by `format/uri.ts`. */
function isLowerUuid(text: string): boolean {
  if (text.length !== URN_LENGTH || !text.startsWith(URN)) return false;
  for (let at = URN.length; at < URN_LENGTH; at++) {
    const unit = text.charCodeAt(at);
    const isHyphen = at === 17 || at === 22 || at === 27 || at === 32;
    if (isHyphen ? unit !== 45 : !((unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102))) return false;
  }
  return true;
}

/** Addresses of code systems and profiles come again and again; this many that were right are kept. */
const MOST_KNOWN = 1000;
const LONGEST = 200;
const knownAddresses = new Set<string>();

/** Visible ASCII that is no URN, as addresses are mostly, without an expression. */
function isPlainAddress(text: string): boolean {
  const { length } = text;
  if (length > LONGEST || length === 0) return false;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 32 || unit > 126) return false;
  }
  return !text.startsWith("urn:");
}

function isAddress(text: string): boolean {
  if (!text.startsWith("http")) return isPlainAddress(text) || checkUri(text) === undefined;
  if (knownAddresses.has(text)) return true;
  if (checkUri(text) !== undefined) return false;
  if (knownAddresses.size < MOST_KNOWN && text.length < LONGEST) knownAddresses.add(text);
  return true;
}

type Test = (value: unknown) => boolean;

export const isBase64Binary: Test = (value) => typeof value === "string" && checkBase64Binary(value) === undefined;
export const isBoolean: Test = (value) => typeof value === "boolean";
export const isCanonical: Test = (value) =>
  typeof value === "string" && (knownAddresses.has(value) || (checkCanonical(value) === undefined && isUri(value)));
export const isCode: Test = (value) => typeof value === "string" && checkCode(value) === undefined;
export const isDate: Test = (value) => typeof value === "string" && checkDate(value) === undefined;
export const isDateTime: Test = (value) => typeof value === "string" && checkDateTime(value) === undefined;
export const isId: Test = (value) => typeof value === "string" && checkId(value) === undefined;
export const isInstant: Test = (value) => typeof value === "string" && checkInstant(value) === undefined;
export const isInteger: Test = (value) => typeof value === "number" && checkInteger(value) === undefined;
export const isOid: Test = (value) => typeof value === "string" && checkOid(value) === undefined;
export const isPositiveInt: Test = (value) => typeof value === "number" && checkPositiveInt(value) === undefined;
export const isText: Test = (value) =>
  typeof value === "string" && (isShortText(value) || checkString(value) === undefined);
export const isMarkdown: Test = isText;
export const isTime: Test = (value) => typeof value === "string" && checkTime(value) === undefined;
export const isUnsignedInt: Test = (value) => typeof value === "number" && checkUnsignedInt(value) === undefined;
export const isUri: Test = (value) => typeof value === "string" && (isLowerUuid(value) || isAddress(value));
export const isUrl: Test = isUri;
export const isUuid: Test = (value) => typeof value === "string" && checkUuid(value) === undefined;

/** A number, or one that keeps the digits that it was written with. */
export const isDecimal: Test = (value) => (typeof value === "number" ? Number.isFinite(value) : isRaw(value));

/** R4's narrative of the resource that is checked. */
export function isCleanNarrative(value: unknown, { resource }: CleanScope): boolean {
  if (typeof value !== "string") return false;
  let isClean = true;
  checkNarrative(value, "", resource, () => (isClean = false));
  return isClean;
}

/** The size of an attachment is that of its data. */
export function isCleanAttachment(value: { readonly data?: string; readonly size?: number }): boolean {
  return value.data === undefined || value.size === undefined || base64ByteCount(value.data) === value.size;
}

/** A number that is not below a bound; any other kind is left to the walk. */
export function isAtLeast(value: unknown, bound: unknown): boolean {
  return typeof value === "number" && typeof bound === "number" && value >= bound;
}

/** A number that is not above a bound; any other kind is left to the walk. */
export function isAtMost(value: unknown, bound: unknown): boolean {
  return typeof value === "number" && typeof bound === "number" && value <= bound;
}

/** What a check stands for that nobody has compiled. */
export function never(): boolean {
  return false;
}
