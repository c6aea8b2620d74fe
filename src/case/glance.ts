import { MAX_DEPTH } from "./limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** A double holds any 15 decimal digits (IEEE 754), so up to here a number is printed as it was written. */
const SAFE_DIGITS = 15;

/**
 * Looks over a document once, as cheaply as can be, and counts its keys.
 *
 * It takes the grammar on trust, which JSON.parse checks anyway. What it cannot vouch for is left to `scan`: nesting
 * that is too deep, escapes that may stand for forbidden characters, and numbers that JavaScript would print otherwise.
 *
 * @returns the number of keys, where two of the same name count twice; -1 when the document needs `scan`
 */
export function glance(bytes: Uint8Array): number {
  const end = bytes.length;
  let keys = 0;
  let depth = 0;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = endOfString(bytes, at, end);
      if (at < 0) return -1;
    } else if (byte <= 0x2c) {
      // Spaces and commas, the most frequent bytes between strings.
    } else if (byte === 0x3a) {
      keys++;
    } else if (byte <= 0x39) {
      at = endOfPlainNumber(bytes, at, end);
      if (at < 0) return -1;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) return -1;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return keys;
}

/** The place of the closing quote, or -1 at an escape by number or of a control character. */
function endOfString(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) {
      const escaped = bytes[++at];
      // \u, \b and \f are the only escapes that can write what FHIR's strings forbid.
      if (escaped === 0x75 || escaped === 0x62 || escaped === 0x66) return -1;
    }
    at++;
  }
  return -1;
}

/** The last byte of a number that prints as it is written, or -1. */
export function endOfPlainNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let point = -1;
  let byte = bytes[at] as number;
  if (byte === 0x2d) byte = at + 1 < end ? (bytes[++at] as number) : 0;
  const first = at;
  for (; ; byte = bytes[at] as number) {
    if (byte === 0x2e) point = at;
    else if (byte < 0x30 || byte > 0x39) break;
    if (++at >= end) break;
  }
  const length = at - first;
  // An exponent (e or E), as in 1e2.
  if (at < end && (byte | 0x20) === 0x65) return -1;
  if (length === 0 || length > SAFE_DIGITS) return -1;
  const startsWithZero = bytes[first] === 0x30;
  // -0 is printed as 0.
  if (startsWithZero && first > start && point < 0) return -1;
  // 4.50 is printed as 4.5, and from 0.0000001 on JavaScript prints an exponent.
  if (point >= 0 && (bytes[at - 1] === 0x30 || (startsWithZero && length > 7))) return -1;
  return at - 1;
}

/** Counts the properties of everything JSON.parse gave; `__proto__` makes the count NaN, which equals no count. */
export function countProperties(value: unknown): number {
  let count = 0;
  if (typeof value !== "object" || value === null) return count;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (typeof item === "object" && item !== null) count += countProperties(item);
    }
    return count;
  }
  for (const name in value) {
    if (name === "__proto__") return Number.NaN;
    count++;
    const inner: unknown = (value as Record<string, unknown>)[name];
    if (typeof inner === "object" && inner !== null) count += countProperties(inner);
  }
  return count;
}
