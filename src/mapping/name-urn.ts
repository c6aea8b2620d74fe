import { addSha1Block, SHA1_START } from "./sha1.ts";

/** UUIDv5 of `https://kypho-fhir.github.io/fhir` in the URL namespace: the namespace of every identity of ours. */
const NAMESPACE = Buffer.from("d921cfa0919353569dfe68cc0250ce55", "hex");

const BLOCK = 64;
const LENGTH_BYTES = 8;
/** What SHA-1 puts behind a message, at most: one byte, zeros up to the end of a block, the message's length. */
const PADDING = BLOCK + LENGTH_BYTES;
/** Room for a part's name and the hash of a case, at first. */
const ROOM = 4 * BLOCK;

/**
 * Names version 5 UUIDs in our namespace under one prefix, RFC 9562 §5.5, in the form that a `fullUrl` has.
 *
 * The parts of a case share a long prefix, so its whole blocks are hashed once.
 *
 * @returns a function from the rest of a name to `urn:uuid:` and the UUID, lower case
 */
export function nameUrns(prefix: string): (rest: string) => string {
  const start = NAMESPACE.length + Buffer.byteLength(prefix);
  let bytes = Buffer.allocUnsafe(start + ROOM);
  bytes.set(NAMESPACE);
  bytes.write(prefix, NAMESPACE.length);
  const shared = start - (start % BLOCK);
  const startState = Int32Array.from(SHA1_START);
  for (let at = 0; at < shared; at += BLOCK) addSha1Block(startState, bytes, at);
  return (rest) => {
    let length = writeAscii(bytes, rest, start);
    if (length < 0) {
      // A UTF-16 unit takes at most 3 bytes.
      const room = start + rest.length * 3 + PADDING;
      if (room > bytes.length) bytes = Buffer.concat([bytes.subarray(0, start)], room);
      length = bytes.write(rest, start);
    }
    const end = pad(bytes, start + length);
    state.set(startState);
    for (let at = shared; at < end; at += BLOCK) addSha1Block(state, bytes, at);
    return toUrn();
  };
}

const state = new Int32Array(5);

/**
 * Writes a name of ASCII that there is room for and gives its length, or -1. Ours are short, so a call into Node costs more than
 * this.
 */
function writeAscii(bytes: Buffer, name: string, start: number): number {
  if (start + name.length + PADDING > bytes.length) return -1;
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    if (unit > 0x7f) return -1;
    bytes[start + index] = unit;
  }
  return name.length;
}

/** Completes the last block, FIPS 180-4 §5.1.1, and gives its end. */
function pad(bytes: Uint8Array, length: number): number {
  let at = length;
  bytes[at++] = 0x80;
  while (at % BLOCK !== BLOCK - LENGTH_BYTES) bytes[at++] = 0;
  // A name is far shorter than 2^32 bits, and a shift takes only the last five bits of its distance.
  for (let shift = 56; shift >= 0; shift -= 8) bytes[at++] = shift < 32 ? (length * 8) >>> shift : 0;
  return at;
}

const DIGITS = Buffer.from("0123456789abcdef");
const urn = Buffer.from("urn:uuid:00000000-0000-0000-0000-000000000000");

/** The text of the UUID that the first 16 bytes of the state make, with its version and its variant. */
function toUrn(): string {
  const second = state[1] as number;
  const third = state[2] as number;
  writeDigits(9, 8, state[0] as number);
  writeDigits(18, 4, second);
  writeDigits(23, 4, 0x50000000 | ((second << 16) & 0x0fffffff));
  writeDigits(28, 4, 0x80000000 | (third & 0x3fffffff));
  writeDigits(33, 4, third << 16);
  writeDigits(37, 8, state[3] as number);
  // Made in one piece, since a text that is joined from pieces is put together again at each use.
  return urn.toString("latin1");
}

/** Writes the first digits of a word. */
function writeDigits(at: number, count: number, word: number): void {
  for (let index = 0; index < count; index++) urn[at + index] = DIGITS[(word >>> (28 - 4 * index)) & 15] as number;
}
