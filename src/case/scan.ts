import type { Issue, Position } from "../fhir/index.ts";
import { MAX_DEPTH, MAX_FIELDS, MAX_ISSUES, MAX_NAME_BYTES, MAX_VALUES } from "./limits.ts";
import { placeAt, type Location, type Place } from "./place.ts";
import { childPointer, pointerToPath } from "./pointer.ts";
import { createReader, type OpenPlace, type Reader } from "./reader.ts";

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
  /** Where everything stands; undefined when not even the first value was read to its end. */
  readonly root: Place | undefined;
  /** Whether there is a number that JavaScript would print otherwise than it was written. */
  readonly hasWrittenNumbers: boolean;
}

/** An object or a list that is open. */
interface Frame {
  readonly place: OpenPlace;
  /** The field whose value it is; undefined in a list. */
  readonly field: Field | undefined;
  readonly parts: Map<string, Place> | Place[];
  /** How many fields were begun, of which the same name may be several. */
  fieldCount: number;
}

interface Field {
  readonly name: string;
  readonly key: Location;
}

/** What may come next. */
type Next = "value" | "first-item" | "first-key" | "key" | "separator";

/** Where a pass stands. */
interface Pass {
  readonly reader: Reader;
  readonly issues: Issue[];
  readonly frames: Frame[];
  issueCount: number;
  valueCount: number;
  root: Place | undefined;
  hasWrittenNumbers: boolean;
  next: Next;
  /** The field whose value comes next. */
  field: Field | undefined;
}

/**
 * Reads a document byte by byte: encoding, grammar (RFC 8259), depth, breadth, repeated keys, and where everything
 * stands.
 *
 * It never throws, whatever the bytes. At the first fault of encoding, grammar, depth or breadth it stops, since what
 * follows cannot be told apart or takes too long; repeated and forbidden keys and characters are collected.
 */
export function scan(bytes: Uint8Array): Scan {
  const pass: Pass = {
    reader: createReader(bytes, (fault) => {
      report(pass, fault.position, fault);
    }),
    issues: [],
    frames: [],
    issueCount: 0,
    valueCount: 0,
    root: undefined,
    hasWrittenNumbers: false,
    next: "value",
    field: undefined,
  };
  let state: "going" | "stopped" | "complete" = pass.reader.start() ? "going" : "stopped";
  while (state === "going") state = readNext(pass);
  const { issues, issueCount, root, hasWrittenNumbers } = pass;
  return { issues, issueCount, complete: state === "complete", root, hasWrittenNumbers };
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

function readSeparator(pass: Pass, { parts }: Frame): boolean {
  const { reader } = pass;
  const byte = reader.peek();
  const inObject = parts instanceof Map;
  if (byte === 0x2c) {
    reader.skip(1);
    pass.next = inObject ? "key" : "value";
    return true;
  }
  if (byte !== (inObject ? CLOSE_OBJECT : CLOSE_LIST)) {
    return reader.refuse(`a comma or the ${inObject ? "closing brace of the object" : "closing bracket of the list"}`);
  }
  close(pass);
  return true;
}

/** Reads a field name and the colon after it. */
function readName(pass: Pass): boolean {
  const { reader, next } = pass;
  if (reader.peek() !== 0x22) {
    return reader.refuse(
      next === "key" ? "a field name in double quotes" : "a field name in double quotes or the closing brace",
    );
  }
  const frame = pass.frames.at(-1) as Frame;
  const key = reader.begin();
  if (++frame.fieldCount > MAX_FIELDS) {
    report(pass, key, TOO_MANY_FIELDS);
    return false;
  }
  if (!reader.readString()) return false;
  key.byteEnd = reader.offset();
  if (key.byteEnd - key.byteStart > MAX_NAME_BYTES) {
    report(pass, key, NAME_TOO_LONG);
    return false;
  }
  const name = reader.name(key.byteStart);
  const first = (frame.parts as Map<string, Place>).get(name)?.key;
  pass.field = { name, key };
  pass.next = "value";
  if (name === "__proto__") report(pass, key, FORBIDDEN_KEY);
  else if (first !== undefined) report(pass, key, repeatedKey(first));
  reader.skipSpace();
  if (reader.peek() !== 0x3a) return reader.refuse("a colon after the field name");
  reader.skip(1);
  return true;
}

function readValue(pass: Pass): boolean {
  const { reader, frames, field } = pass;
  const place = reader.begin();
  const byte = reader.peek();
  if (++pass.valueCount > MAX_VALUES) {
    report(pass, place, TOO_MANY_VALUES);
    return false;
  }
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
    if (frames.length >= MAX_DEPTH) {
      report(pass, place, TOO_DEEP);
      return false;
    }
    reader.skip(1);
    frames.push({ place, field, parts: byte === OPEN_OBJECT ? new Map() : [], fieldCount: 0 });
    pass.field = undefined;
    pass.next = byte === OPEN_OBJECT ? "first-key" : "first-item";
    return true;
  }
  const kind = reader.readScalar();
  if (kind === undefined) return false;
  if (kind === "number") {
    place.writtenNumber = reader.writtenNumber(place.byteStart);
    if (place.writtenNumber !== undefined) pass.hasWrittenNumbers = true;
  }
  settle(pass, place, field);
  return true;
}

function close(pass: Pass): void {
  const { place, field, parts } = pass.frames.pop() as Frame;
  pass.reader.skip(1);
  place.parts = parts;
  settle(pass, place, field);
}

/** Puts a value that was read to its end into what holds it. */
function settle(pass: Pass, value: OpenPlace, field: Field | undefined): void {
  value.byteEnd = pass.reader.offset();
  value.key = field?.key;
  const parts = pass.frames.at(-1)?.parts;
  if (parts === undefined) pass.root = value;
  else if (field === undefined) (parts as Place[]).push(value);
  else (parts as Map<string, Place>).set(field.name, value);
  pass.field = undefined;
  pass.next = "separator";
}

/** The pointer of the value that is being read, or of what holds it between two fields. */
function pointerOf({ frames, field, next }: Pass): string {
  const inner = frames.at(-1);
  const last = inner && Array.isArray(inner.parts) && next !== "separator" ? inner.parts.length : field?.name;
  const steps = frames.map(({ field: outer }, index) => {
    const holder = frames[index - 1]?.parts;
    return outer?.name ?? (Array.isArray(holder) ? holder.length : undefined);
  });
  return [...steps, last].reduce<string>(
    (pointer, step) => (step === undefined ? pointer : childPointer(pointer, step)),
    "",
  );
}

type Saying = Pick<Issue, "rule" | "code" | "message">;

function report(pass: Pass, { line, column }: Position, { rule, code, message }: Saying): void {
  if (++pass.issueCount > MAX_ISSUES) return;
  const pointer = pointerOf(pass);
  const path = pointerToPath(pointer);
  pass.issues.push({ severity: "error", code, rule, message, path, pointer, position: { line, column } });
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

const FORBIDDEN_KEY: Saying = {
  rule: "case/forbidden-key",
  code: "structure",
  message: "Expected a field of the case schema, found __proto__, which is never accepted.",
};

function repeatedKey(first: Position): Saying {
  const message = `Expected each field once, found it again; it stood at ${first.line}:${first.column} before.`;
  return { rule: "case/duplicate-key", code: "duplicate", message };
}

/**
 * Where everything stands in a document: JSON pointer to line, column and bytes of a value and of its name.
 * Of a broken document it knows nothing.
 */
export function locate(bytes: Uint8Array): { get(pointer: string): Location | undefined } {
  const { root } = scan(bytes);
  return { get: (pointer) => placeAt(root, pointer) };
}
