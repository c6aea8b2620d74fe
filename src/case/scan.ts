import type { Issue, Position } from "../fhir/index.ts";
import { MAX_DEPTH } from "./limits.ts";
import { childPointer, pointerToPath } from "./pointer.ts";
import { createReader, type Reader } from "./reader.ts";

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Where a value stands in the bytes; `byteEnd` is the first byte after it. */
export interface Location extends Position {
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Where the name of the field stands, when the value is one. */
  readonly key?: Location;
}

/** A number that JavaScript would print otherwise than it was written, such as 4.50. */
export interface WrittenNumber {
  readonly pointer: string;
  readonly text: string;
}

/** What one pass over the bytes found. */
export interface Scan {
  /** In the order of the document. */
  readonly issues: readonly Issue[];
  /** Whether the bytes are one whole JSON text; when not, the rest is what came before the fault. */
  readonly complete: boolean;
  /** JSON pointer to place; of a repeated key the last one, as JSON.parse takes it. */
  readonly locations: ReadonlyMap<string, Location>;
  readonly numbers: readonly WrittenNumber[];
}

interface Start extends Position {
  readonly byteStart: number;
}

/** An object or a list that is open. */
interface Frame {
  readonly pointer: string;
  readonly start: Start;
  readonly key: Location | undefined;
  /** The names seen so far, and where; undefined in a list. */
  readonly names: Map<string, Location> | undefined;
  index: number;
}

/** What may come next. */
type Next = "value" | "first-item" | "first-key" | "key" | "separator";

/** Where a pass stands. */
interface Pass {
  readonly reader: Reader;
  readonly issues: Issue[];
  readonly locations: Map<string, Location>;
  readonly numbers: WrittenNumber[];
  readonly frames: Frame[];
  next: Next;
  /** The field whose value comes next. */
  field: { readonly name: string; readonly key: Location } | undefined;
}

/**
 * Reads a document byte by byte: encoding, grammar (RFC 8259), depth, repeated keys, and where everything stands.
 *
 * It never throws, whatever the bytes. At the first fault of encoding, grammar or depth it stops, since what follows
 * cannot be told apart; repeated and forbidden keys and characters are collected.
 */
export function scan(bytes: Uint8Array): Scan {
  const pass: Pass = {
    reader: createReader(bytes, (fault) => {
      report(pass, pointerOf(pass), fault.position, fault);
    }),
    issues: [],
    locations: new Map(),
    numbers: [],
    frames: [],
    next: "value",
    field: undefined,
  };
  let state: "going" | "stopped" | "complete" = pass.reader.start() ? "going" : "stopped";
  while (state === "going") state = readNext(pass);
  const { issues, locations, numbers } = pass;
  return { issues, complete: state === "complete", locations, numbers };
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

function readSeparator(pass: Pass, frame: Frame): boolean {
  const { reader } = pass;
  const byte = reader.peek();
  if (byte === 0x2c) {
    reader.skip(1);
    frame.index++;
    pass.next = frame.names ? "key" : "value";
    return true;
  }
  if (byte !== (frame.names ? CLOSE_OBJECT : CLOSE_LIST)) {
    const end = frame.names ? "closing brace of the object" : "closing bracket of the list";
    return reader.refuse(`a comma or the ${end}`);
  }
  close(pass);
  return true;
}

/** Reads a field name and the colon after it. */
function readName(pass: Pass): boolean {
  const { reader, frames, next } = pass;
  const frame = frames.at(-1) as Frame;
  if (reader.peek() !== 0x22) {
    return reader.refuse(
      next === "key" ? "a field name in double quotes" : "a field name in double quotes or the closing brace",
    );
  }
  const start = startOf(reader);
  if (!reader.readString()) return false;
  const key: Location = { ...start, byteEnd: reader.offset() };
  const name = JSON.parse(reader.text(key.byteStart, key.byteEnd)) as string;
  const first = frame.names?.get(name);
  const pointer = childPointer(frame.pointer, name);
  if (name === "__proto__") report(pass, pointer, key, FORBIDDEN_KEY);
  else if (first !== undefined) report(pass, pointer, key, repeatedKey(first));
  else frame.names?.set(name, key);
  pass.field = { name, key };
  pass.next = "value";
  reader.skipSpace();
  if (reader.peek() !== 0x3a) return reader.refuse("a colon after the field name");
  reader.skip(1);
  return true;
}

function readValue(pass: Pass): boolean {
  const { reader, frames } = pass;
  const pointer = pointerOf(pass);
  const key = pass.field?.key;
  const start = startOf(reader);
  const byte = reader.peek();
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
    if (frames.length >= MAX_DEPTH) {
      report(pass, pointer, start, TOO_DEEP);
      return false;
    }
    reader.skip(1);
    frames.push({ pointer, start, key, names: byte === OPEN_OBJECT ? new Map() : undefined, index: 0 });
    pass.field = undefined;
    pass.next = byte === OPEN_OBJECT ? "first-key" : "first-item";
    return true;
  }
  const kind = reader.readScalar();
  if (kind === undefined) return false;
  if (kind === "number") {
    const text = reader.text(start.byteStart, reader.offset());
    if (String(Number(text)) !== text) pass.numbers.push({ pointer, text });
  }
  settle(pass, pointer, start, key);
  return true;
}

function close(pass: Pass): void {
  const frame = pass.frames.pop() as Frame;
  pass.reader.skip(1);
  settle(pass, frame.pointer, frame.start, frame.key);
}

function settle(pass: Pass, pointer: string, start: Start, key: Location | undefined): void {
  pass.locations.set(pointer, { ...start, byteEnd: pass.reader.offset(), ...(key && { key }) });
  pass.field = undefined;
  pass.next = "separator";
}

function startOf(reader: Reader): Start {
  return { ...reader.position(), byteStart: reader.offset() };
}

function pointerOf({ frames, field }: Pass): string {
  const frame = frames.at(-1);
  if (frame === undefined) return "";
  if (frame.names === undefined) return childPointer(frame.pointer, frame.index);
  return field === undefined ? frame.pointer : childPointer(frame.pointer, field.name);
}

type Saying = Pick<Issue, "rule" | "code" | "message">;

function report(pass: Pass, pointer: string, { line, column }: Position, { rule, code, message }: Saying): void {
  const path = pointerToPath(pointer);
  pass.issues.push({ severity: "error", code, rule, message, path, pointer, position: { line, column } });
}

const TOO_DEEP: Saying = {
  rule: "case/depth",
  code: "structure",
  message: `Expected at most ${MAX_DEPTH} objects and lists inside each other, found more.`,
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
 * Where everything stands in a document: JSON pointer to line, column and bytes of the value and of its name.
 * Of a broken document it knows what comes before the fault.
 */
export function locate(bytes: Uint8Array): ReadonlyMap<string, Location> {
  return scan(bytes).locations;
}
