import type { Issue, Position } from "../fhir/index.ts";
import { describeFound } from "./found.ts";

/** What a reader says when the bytes are no JSON. */
export type ReaderFault = Pick<Issue, "rule" | "code" | "message"> & { readonly position: Position };

/** A cursor over the bytes of a JSON text that knows its line and column, and reads one token at a time. */
export interface Reader {
  /** Refuses what cannot begin a document; false when it did. */
  start(): boolean;
  offset(): number;
  position(): Position;
  /** Writes line, column and offset into the first three of four cells. */
  markStart(cells: Int32Array, cell: number): void;
  /** Writes the offset into the last of them. */
  markEnd(cells: Int32Array, cell: number): void;
  /** The byte under the cursor, -1 at the end. */
  peek(): number;
  /** Steps over ASCII that holds no line break. */
  skip(count: number): void;
  skipSpace(): void;
  /** Reads a string with its quotes; false when it is broken. */
  readString(): boolean;
  /** Reads a string, number or literal; undefined when it is broken. */
  readScalar(): "string" | "number" | "literal" | undefined;
  /** Reports what was expected here and what was found; always false. */
  refuse(expected: string): false;
}

const LITERALS = ["true", "false", "null"];
const HIGH = { first: 0xd800, last: 0xdbff };
const LOW = { first: 0xdc00, last: 0xdfff };

/** @param fault is called for each fault, before the read that met it returns */
export function createReader(bytes: Uint8Array, fault: (fault: ReaderFault) => void): Reader {
  const end = bytes.length;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  let at = 0;
  let line = 1;
  let lineStart = 0;
  // Bytes of this line beyond its UTF-16 units, so that a column is a subtraction.
  let surplus = 0;

  const peek = (): number => (at < end ? (bytes[at] as number) : -1);
  const text = (from: number, to: number): string => buffer.toString("utf8", from, to);
  const position = (): Position => ({ line, column: at - lineStart - surplus + 1 });
  const say = (rule: string, code: Issue["code"], message: string, place = position()): false => {
    fault({ rule, code, message, position: place });
    return false;
  };
  const refuse = (expected: string): false => {
    if (peek() >= 0x80 && sequenceLength(bytes, at) === 0) return refuseEncoding();
    return say("case/json", "structure", `Expected ${expected}, found ${describeFound(bytes, at)}.`);
  };
  const refuseEncoding = (): false =>
    say("case/utf-8", "structure", "Expected UTF-8 (RFC 3629), found bytes that are no character in it.");

  const start = (): boolean => {
    const [first, second, third] = bytes;
    const name =
      first === 0xef && second === 0xbb && third === 0xbf
        ? "a byte-order mark"
        : (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)
          ? "the byte-order mark of UTF-16"
          : undefined;
    return (
      name === undefined ||
      say("case/byte-order-mark", "structure", `Expected UTF-8 without byte-order mark, found ${name}.`)
    );
  };

  const skipSpace = (): void => {
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === 0x20 || byte === 0x09) continue;
      if (byte !== 0x0a && byte !== 0x0d) return;
      // A carriage return before a line feed belongs to the same line break.
      if (byte === 0x0d && bytes[at + 1] === 0x0a) continue;
      line++;
      lineStart = at + 1;
      surplus = 0;
    }
  };

  /** Reads what follows a backslash; the UTF-16 unit it stands for, or -1 when it is no escape. */
  const readEscape = (): number => {
    const byte = at + 1 < end ? (bytes[at + 1] as number) : -1;
    if (byte === 0x75) {
      const digits = text(at + 2, at + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(digits)) return -1;
      at += 6;
      return Number.parseInt(digits, 16);
    }
    // What ", \, /, b, f, n, r and t stand for.
    const index = '"\\/bfnrt'.indexOf(String.fromCharCode(Math.max(byte, 0)));
    if (index < 0) return -1;
    at += 2;
    return '"\\/\b\f\n\r\t'.charCodeAt(index);
  };

  const readString = (): boolean => {
    // Where the first half of a surrogate pair stands that was escaped just before.
    let high: Position | undefined;
    at++;
    for (;;) {
      if (high === undefined) skipPlain();
      const byte = peek();
      const place = position();
      let unit = -1;
      if (byte === 0x5c) {
        unit = readEscape();
        if (unit < 0)
          return say(
            "case/json",
            "structure",
            'Expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX, found another escape.',
          );
      } else if (byte >= 0x80) {
        const length = sequenceLength(bytes, at);
        if (length === 0) return refuseEncoding();
        at += length;
        surplus += length === 4 ? 2 : length - 1;
      } else if (byte < 0x20) {
        return refuse(
          byte === -1 ? "the closing quote of the string" : "the closing quote of the string, or an escape such as \\n",
        );
      } else if (byte !== 0x22) at++;
      if (unit >= LOW.first && unit <= LOW.last) {
        if (high === undefined) sayCharacter("half of a surrogate pair", place);
        high = undefined;
        continue;
      }
      if (high !== undefined) sayCharacter("half of a surrogate pair", high);
      high = unit >= HIGH.first && unit <= HIGH.last ? place : undefined;
      if (unit >= 0 && unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 13)
        sayCharacter("a control character", place);
      if (byte === 0x22) {
        at++;
        return true;
      }
    }
  };
  /** Steps over characters of ASCII that mean nothing but themselves. */
  const skipPlain = (): void => {
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c) return;
    }
  };
  const sayCharacter = (found: string, place: Position): false =>
    say("case/character", "value", `Expected characters that a FHIR string may hold, found ${found}.`, place);

  const readDigits = (): boolean => {
    const first = at;
    while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at++;
    return at > first || refuse("a digit");
  };
  const readNumber = (): boolean => {
    if (peek() === 0x2d) at++;
    if (peek() === 0x30) {
      at++;
      if (peek() >= 0x30 && peek() <= 0x39) return refuse("a number without leading zero");
    } else if (!readDigits()) return false;
    if (peek() === 0x2e) {
      at++;
      if (!readDigits()) return false;
    }
    if (peek() !== 0x65 && peek() !== 0x45) return true;
    at++;
    if (peek() === 0x2b || peek() === 0x2d) at++;
    return readDigits();
  };

  const readScalar = (): "string" | "number" | "literal" | undefined => {
    const byte = peek();
    if (byte === 0x22) return readString() ? "string" : undefined;
    if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return readNumber() ? "number" : undefined;
    const literal = LITERALS.find((word) => word.charCodeAt(0) === byte && text(at, at + word.length) === word);
    if (literal === undefined) refuse("a value (text in double quotes, a number, true, false, an object or a list)");
    else at += literal.length;
    return literal === undefined ? undefined : "literal";
  };

  return {
    start,
    offset: () => at,
    position,
    markStart(cells, cell) {
      cells[cell] = line;
      cells[cell + 1] = at - lineStart - surplus + 1;
      cells[cell + 2] = at;
    },
    markEnd: (cells, cell) => void (cells[cell + 3] = at),
    peek,
    skip: (count) => void (at += count),
    skipSpace,
    readString,
    readScalar,
    refuse,
  };
}

/**
 * The length of the UTF-8 character that begins here, 0 when there is none: overlong forms, surrogates and what lies
 * over U+10FFFF are none (RFC 3629 §4).
 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  const second = bytes[at + 1] ?? 0;
  const continues = (offset: number): boolean => ((bytes[at + offset] ?? 0) & 0xc0) === 0x80;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (lead === 0xe0 && second < 0xa0) return 0;
    if (lead === 0xed && second > 0x9f) return 0;
    return continues(1) && continues(2) ? 3 : 0;
  }
  if (lead < 0xf0 || lead > 0xf4) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return continues(1) && continues(2) && continues(3) ? 4 : 0;
}
