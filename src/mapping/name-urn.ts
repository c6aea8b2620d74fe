import { addSha1Block, BLOCK_WORDS, SHA1_START } from "./sha1.ts";

/** UUIDv5 of `https://kypho-fhir.github.io/fhir` in the URL namespace: the namespace of every identity of ours. */
const NAMESPACE = Int32Array.of(0xd921cfa0, 0x91935356, 0x9dfe68cc, 0x0250ce55);

const URN = "urn:uuid:00000000-0000-5000-8000-000000000000";
const DIGITS = Buffer.from("0123456789abcdef");

/** The URN of one name, as `nameUrns` gives it. */
export function nameUrn(name: string): string {
  return nameUrns(name, [""])[0] as string;
}

/**
 * Names version 5 UUIDs in our namespace, RFC 9562 §5.5, in the form that a `fullUrl` has: `urn:uuid:` and the UUID, lower case.
 *
 * The parts of a case share a long prefix, so its whole blocks are hashed once. The URNs are slices of one text, since a
 * call into Node for each takes a third as long as its hash.
 *
 * @param rests what follows the prefix in each name
 */
export function nameUrns(prefix: string, rests: readonly string[]): readonly string[] {
  if (urns.length < rests.length * URN.length) urns = Buffer.from(URN.repeat(2 * rests.length));
  const start = put(prefix, 4 * NAMESPACE.length);
  const tail = start >> 2;
  const tailWord = words[tail] as number;
  const shared = tail - (tail % BLOCK_WORDS);
  const before = hash(SHA1_START, 0, shared, prefixState);
  for (let index = 0; index < rests.length; index++) {
    const end = pad(put(rests[index] as string, start));
    hash(before, shared, end, state);
    writeUrn(index * URN.length);
    clear(tail, end);
    words[tail] = tailWord;
  }
  clear(NAMESPACE.length, tail + 1);
  const all = urns.toString("latin1", 0, rests.length * URN.length);
  return rests.map((_rest, index) => all.slice(index * URN.length, (index + 1) * URN.length));
}

// One of each for all calls, since nothing of them outlives one.

/** The name as SHA-1 reads it, four bytes in a word; the words behind it are zero. */
let words = withRoom(NAMESPACE, 0);
const prefixState = new Int32Array(5);
const state = new Int32Array(5);
/** The text of as many URNs as were asked for at once; their digits are written over. */
let urns = Buffer.alloc(0);

/** Adds a piece to the name and gives its end, in bytes. */
function put(piece: string, start: number): number {
  // A UTF-16 unit takes at most 3 bytes.
  if (start + 3 * piece.length > 4 * (words.length - 2 * BLOCK_WORDS)) words = withRoom(words, piece.length);
  for (let index = 0; index < piece.length; index++) {
    const unit = piece.charCodeAt(index);
    if (unit > 0x7f) return putBytes(Buffer.from(piece), start);
    putByte(unit, start + index);
  }
  return start + piece.length;
}

/** Adds the bytes of a piece, the first of which may be there already. */
function putBytes(bytes: Uint8Array, start: number): number {
  for (const [index, byte] of bytes.entries()) putByte(byte, start + index);
  return start + bytes.length;
}

function putByte(byte: number, at: number): void {
  words[at >> 2] = (words[at >> 2] as number) | (byte << (24 - 8 * (at & 3)));
}

/** Completes the last block, FIPS 180-4 §5.1.1, and gives its end, in words. */
function pad(length: number): number {
  putByte(0x80, length);
  // Two words for the length, which is far shorter than 2^32 bits.
  const end = Math.ceil((length + 9) / (4 * BLOCK_WORDS)) * BLOCK_WORDS;
  words[end - 1] = 8 * length;
  return end;
}

function clear(start: number, end: number): void {
  for (let at = start; at < end; at++) words[at] = 0;
}

/** A copy with room for so many UTF-16 units more, and for what SHA-1 puts behind. */
function withRoom(before: Int32Array<ArrayBuffer>, units: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * (before.length + units) + 4 * BLOCK_WORDS);
  copy.set(before);
  return copy;
}

/** Hashes the blocks between two words of the name: the state before them, if there are none, or `after`. */
function hash(before: Int32Array, start: number, end: number, after: Int32Array): Int32Array {
  let state = before;
  for (let at = start; at < end; at += BLOCK_WORDS) {
    addSha1Block(state, words, at, after);
    state = after;
  }
  return state;
}

/** Writes the digits of the UUID that the first 16 bytes of the state make; its version is there, its variant is put. */
function writeUrn(at: number): void {
  const second = state[1] as number;
  const third = state[2] as number;
  writeDigits(at + 9, 8, state[0] as number);
  writeDigits(at + 18, 4, second);
  writeDigits(at + 24, 3, second << 20);
  writeDigits(at + 28, 4, 0x80000000 | (third & 0x3fffffff));
  writeDigits(at + 33, 4, third << 16);
  writeDigits(at + 37, 8, state[3] as number);
}

/** Writes the first digits of a word. */
function writeDigits(at: number, count: number, word: number): void {
  for (let index = 0; index < count; index++) urns[at + index] = DIGITS[(word >>> (28 - 4 * index)) & 15] as number;
}
