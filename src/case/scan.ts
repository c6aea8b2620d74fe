import type { Issue, Position } from "../fhir/index.ts";
import { MAX_DEPTH, MAX_FIELDS, MAX_ISSUES, MAX_NAME_BYTES, MAX_VALUES } from "./limits.ts";
import { cellAt, createPlaces, NAME, nameOf, NEXT, placeAt, VALUE, type Location, type Places } from "./places.ts";
import { childPointer, pointerToPath } from "./pointer.ts";
import { createReader, type Reader } from "./reader.ts";
import { writtenNumberOf } from "./written-numbers.ts";

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** What one pass over the bytes found. */
export interface Scan {
  /** In the order of the document; what is over the limit is not listed. */
  readonly issues: readonly Issue[];
  /** How many issues there are, listed or not. */
  readonly issueCount: number;
  /** Whether the bytes are one JSON text that may be read on. */
  readonly complete: boolean;
  /** Where everything stands that was read. */
  readonly places: Places;
  /** How many fields there are, where two of the same name count twice. */
  readonly fieldCount: number;
  /** Whether there is a number that JavaScript would print otherwise than it was written. */
  readonly hasWrittenNumbers: boolean;
}

/** An object or a list that is open. */
interface Frame {
  readonly row: number;
  readonly isObject: boolean;
  /** How many fields or items were begun. */
  count: number;
}

/** What may come next. */
type Next = "value" | "first-item" | "first-key" | "key" | "separator";

/** Where a pass stands. */
interface Pass {
  readonly reader: Reader;
  readonly places: Places;
  readonly issues: Issue[];
  readonly frames: Frame[];
  issueCount: number;
  valueCount: number;
  fieldCount: number;
  hasWrittenNumbers: boolean;
  next: Next;
  /** The row of the field whose value comes next. */
  field: number | undefined;
}

/**
 * Reads a document byte by byte: encoding, grammar (RFC 8259), depth, breadth, and where everything stands.
 *
 * It never throws, whatever the bytes. At the first fault of encoding, grammar, depth or breadth it stops, since what
 * follows cannot be told apart or takes too long; forbidden characters are collected. Of names it says nothing, see
 * `nameFaults`.
 */
export function scan(bytes: Uint8Array): Scan {
  const places = createPlaces(bytes);
  const pass: Pass = {
    reader: createReader(bytes, (fault) => {
      report(pass, fault.position, fault);
    }),
    places,
    issues: [],
    frames: [],
    issueCount: 0,
    valueCount: 0,
    fieldCount: 0,
    hasWrittenNumbers: false,
    next: "value",
    field: undefined,
  };
  let state: "going" | "stopped" | "complete" = pass.reader.start() ? "going" : "stopped";
  while (state === "going") state = readNext(pass);
  // Where the pass stopped, what holds the place ends there, and so does the value that was begun.
  const open = pass.frames.map(({ row }) => row);
  for (const row of [...open, places.count - 1]) places.cells[cellAt(row, NEXT)] = places.count;
  const { issues, issueCount, fieldCount, hasWrittenNumbers } = pass;
  return { issues, issueCount, complete: state === "complete", places, fieldCount, hasWrittenNumbers };
}

function readNext(pass: Pass): "going" | "stopped" | "complete" {
  const { reader, frames, next } = pass;
  reader.skipSpace();
  const byte = reader.peek();
  if (next === "separator") {
    const frame = frames.at(-1);
    if (frame !== undefined) return readSeparator(pass, frame) ? "going" : "stopped";
    if (byte === -1) return "complete";
    reader.refuse("the end of the document");
    return "stopped";
  }
  if ((next === "first-key" && byte === CLOSE_OBJECT) || (next === "first-item" && byte === CLOSE_LIST)) {
    close(pass);
    return "going";
  }
  const read = next === "first-key" || next === "key" ? readName(pass) : readValue(pass);
  return read ? "going" : "stopped";
}

function readSeparator(pass: Pass, { isObject }: Frame): boolean {
  const { reader } = pass;
  const byte = reader.peek();
  if (byte === 0x2c) {
    reader.skip(1);
    pass.next = isObject ? "key" : "value";
    return true;
  }
  if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
    return reader.refuse(`a comma or the ${isObject ? "closing brace of the object" : "closing bracket of the list"}`);
  }
  close(pass);
  return true;
}

/** Reads a field name and the colon after it. */
function readName(pass: Pass): boolean {
  const { reader, next, places } = pass;
  if (reader.peek() !== 0x22) {
    return reader.refuse(
      next === "key" ? "a field name in double quotes" : "a field name in double quotes or the closing brace",
    );
  }
  const position = reader.position();
  if (++(pass.frames.at(-1) as Frame).count > MAX_FIELDS) return report(pass, position, TOO_MANY_FIELDS);
  const row = places.count;
  const start = reader.offset();
  reader.markStart(places.cells, cellAt(row, NAME));
  if (!reader.readString()) return false;
  reader.markEnd(places.cells, cellAt(row, NAME));
  if (reader.offset() - start > MAX_NAME_BYTES) return report(pass, position, NAME_TOO_LONG);
  places.count++;
  pass.fieldCount++;
  pass.field = row;
  pass.next = "value";
  reader.skipSpace();
  if (reader.peek() !== 0x3a) return reader.refuse("a colon after the field name");
  reader.skip(1);
  return true;
}

function readValue(pass: Pass): boolean {
  const { reader, frames, places } = pass;
  const byte = reader.peek();
  if (++pass.valueCount > MAX_VALUES) return report(pass, reader.position(), TOO_MANY_VALUES);
  const isObject = byte === OPEN_OBJECT;
  const isOpening = isObject || byte === OPEN_LIST;
  if (isOpening && frames.length >= MAX_DEPTH) return report(pass, reader.position(), TOO_DEEP);
  const row = pass.field ?? places.count++;
  reader.markStart(places.cells, cellAt(row, VALUE));
  if (isOpening) {
    reader.skip(1);
    frames.push({ row, isObject, count: 0 });
    pass.field = undefined;
    pass.next = isObject ? "first-key" : "first-item";
    return true;
  }
  const kind = reader.readScalar();
  if (kind === undefined) return false;
  settle(pass, row);
  if (kind === "number") pass.hasWrittenNumbers ||= writtenNumberOf(places, row) !== undefined;
  return true;
}

function close(pass: Pass): void {
  const { row } = pass.frames.pop() as Frame;
  pass.reader.skip(1);
  settle(pass, row);
}

/** Notes that a value was read to its end. */
function settle(pass: Pass, row: number): void {
  const { cells, count } = pass.places;
  pass.reader.markEnd(cells, cellAt(row, VALUE));
  cells[cellAt(row, NEXT)] = count;
  const holder = pass.frames.at(-1);
  if (holder?.isObject === false) holder.count++;
  pass.field = undefined;
  pass.next = "separator";
}

/** The pointer of the value that is being read, or of what holds it between two fields. */
function pointerOf({ frames, places, field, next }: Pass): string {
  const rows = [...frames.slice(1).map(({ row }) => row), field];
  return rows.reduce<string>((pointer, row, index) => {
    const holder = frames[index];
    if (holder?.isObject === false) {
      const isBetween = row === undefined && next === "separator";
      return isBetween ? pointer : childPointer(pointer, holder.count);
    }
    return row === undefined ? pointer : childPointer(pointer, nameOf(places, row));
  }, "");
}

type Saying = Pick<Issue, "rule" | "code" | "message">;

/** Always false, as the pass ends here for most. */
function report(pass: Pass, { line, column }: Position, { rule, code, message }: Saying): false {
  if (++pass.issueCount > MAX_ISSUES) return false;
  const pointer = pointerOf(pass);
  const path = pointerToPath(pointer);
  pass.issues.push({ severity: "error", code, rule, message, path, pointer, position: { line, column } });
  return false;
}

const TOO_DEEP: Saying = {
  rule: "case/depth",
  code: "structure",
  message: `Expected at most ${MAX_DEPTH} objects and lists inside each other, found more.`,
};

const TOO_MANY_FIELDS: Saying = {
  rule: "case/breadth",
  code: "too-costly",
  message: `Expected at most ${MAX_FIELDS} fields in an object, found more.`,
};

const TOO_MANY_VALUES: Saying = {
  rule: "case/breadth",
  code: "too-costly",
  message: `Expected at most ${MAX_VALUES} values in a document, found more.`,
};

const NAME_TOO_LONG: Saying = {
  rule: "case/name-length",
  code: "too-long",
  message: `Expected field names of at most ${MAX_NAME_BYTES} bytes, found a longer one.`,
};

/**
 * Where everything stands in a document: JSON pointer to line, column and bytes of a value and of its name.
 * Of a broken document it knows nothing.
 */
export function locate(bytes: Uint8Array): { get(pointer: string): Location | undefined } {
  const { places, complete } = scan(bytes);
  return { get: (pointer) => (complete ? placeAt(places, pointer) : undefined) };
}
