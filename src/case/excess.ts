import { MAX_DEPTH, MAX_FIELDS } from "./limits.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a document has too much of, and the byte at which that shows. */
export interface Excess {
  readonly of: "depth" | "fields" | "values";
  readonly at: number;
}

/**
 * Finds before JSON.parse what makes a document too costly: that takes depths at which everything that walks the result
 * overflows the stack, and takes ten times as long over a field where an object has very many. The grammar, which
 * JSON.parse checks, is taken on trust.
 *
 * @param maxValues where it is given, no document with fewer commas, objects and lists is refused for them; each stands
 *   for one value at most
 */
export function findExcess(bytes: Uint8Array, maxValues = Infinity): Excess | undefined {
  const fields = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === 0x2c) {
      if (++values > maxValues) return { of: "values", at };
    } else if (byte === 0x3a) {
      // What is no JSON may close more than it opens.
      if (++(fields[Math.max(depth, 0)] as number) > MAX_FIELDS) return { of: "fields", at };
    }
    // `[` and `{`, `]` and `}` differ in one bit.
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MAX_DEPTH) return { of: "depth", at };
      if (++values > maxValues) return { of: "values", at };
      fields[Math.max(depth, 0)] = 0;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return undefined;
}

/** The place of the closing quote, or after all where there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
  return at;
}
