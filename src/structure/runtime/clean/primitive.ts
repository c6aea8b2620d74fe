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

// One class or a form of fixed length, so each takes time linear in the text; V8 runs them faster than a loop over characters.

/** Control characters, of which some may stand in a text. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const CONTROL = /[\u0000-\u001f]/;
/** What most entries have as their address; any other URN is looked at by `format/uri.ts`. */
const LOWER_UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Visible ASCII, as addresses are mostly. */
const VISIBLE = /^[!-~]+$/;
/** A day that every month has, with a time and its zone; any other form is looked at by `format/temporal.ts`. */
const MOMENT =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)$/;

/** The longest text that is tried here; an address of a code system or of an entry is one. */
const SHORT = 64;

/** Short texts without control characters, the usual case; a plain Bundle has none. */
function isShortText(text: string, { isPlain }: CleanScope): boolean {
  const { length } = text;
  return length <= SHORT && length > 0 && (isPlain || !CONTROL.test(text));
}

/** Addresses of code systems and profiles, and codes, come again and again; this many that were right are kept. */
const MOST_KNOWN = 1000;
const LONGEST = 200;
const knownAddresses = new Set<string>();
const knownCodes = new Set<string>();

function isAddress(text: string): boolean {
  const first = text.charCodeAt(0);
  const isUrn = first === 0x75; /* u */
  if (isUrn && LOWER_UUID.test(text)) return true;
  if (!isUrn && first !== 0x68 /* h */) return VISIBLE.test(text) || checkUri(text) === undefined;
  if (knownAddresses.has(text)) return true;
  if (checkUri(text) !== undefined) return false;
  if (knownAddresses.size < MOST_KNOWN && text.length < LONGEST) knownAddresses.add(text);
  return true;
}

/** What was one last: elements side by side often are of one moment. */
let lastMoment = "";

function isMoment(text: string): boolean {
  if (text === lastMoment) return true;
  if (!MOMENT.test(text)) return false;
  lastMoment = text;
  return true;
}

function learnsCode(text: string): boolean {
  if (checkCode(text) !== undefined) return false;
  if (knownCodes.size < MOST_KNOWN && text.length < LONGEST) knownCodes.add(text);
  return true;
}

type Test = (value: unknown) => boolean;

export const isBase64Binary: Test = (value) => typeof value === "string" && checkBase64Binary(value) === undefined;
export const isBoolean: Test = (value) => typeof value === "boolean";
export const isCanonical: Test = (value) =>
  typeof value === "string" && (knownAddresses.has(value) || (checkCanonical(value) === undefined && isUri(value)));
export const isCode: Test = (value) => typeof value === "string" && (knownCodes.has(value) || learnsCode(value));
export const isDate: Test = (value) => typeof value === "string" && checkDate(value) === undefined;
export const isDateTime: Test = (value) =>
  typeof value === "string" && (isMoment(value) || checkDateTime(value) === undefined);
export const isId: Test = (value) => typeof value === "string" && checkId(value) === undefined;
export const isInstant: Test = (value) =>
  typeof value === "string" && (isMoment(value) || checkInstant(value) === undefined);
export const isInteger: Test = (value) => typeof value === "number" && checkInteger(value) === undefined;
export const isOid: Test = (value) => typeof value === "string" && checkOid(value) === undefined;
export const isPositiveInt: Test = (value) => typeof value === "number" && checkPositiveInt(value) === undefined;
export const isText = (value: unknown, scope: CleanScope): boolean =>
  typeof value === "string" && (isShortText(value, scope) || checkString(value) === undefined);
export const isMarkdown = isText;
/** A text; the address of an entry is one, and what most references hold. */
export function isReferenceText(value: unknown, scope: CleanScope): boolean {
  if (typeof value !== "string") return false;
  const entry = value.length < LONGEST ? scope.bundle?.named(value) : undefined;
  if (entry === undefined) return isText(value, scope);
  scope.named = value;
  scope.namedEntry = entry;
  return true;
}
export const isTime: Test = (value) => typeof value === "string" && checkTime(value) === undefined;
export const isUnsignedInt: Test = (value) => typeof value === "number" && checkUnsignedInt(value) === undefined;
export const isUri: Test = (value) => typeof value === "string" && isAddress(value);
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
