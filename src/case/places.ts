import type { Position } from "../fhir/index.ts";
import { MAX_DEPTH, MAX_VALUES } from "./limits.ts";
import { pointerSteps } from "./pointer.ts";

/** Where a value, or the name of a field, stands in the bytes; `byteEnd` is the first byte after it. */
export interface Location extends Position {
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Where the name of the field stands, when the value is one. */
  readonly key?: Location | undefined;
}

/**
 * Where every value of a document stands: a row of numbers for each, in the order of the document.
 *
 * An object for each would take longer to make than all the rest of reading; what an object or a list holds is gathered
 * from the rows where someone asks for it.
 */
export interface Places {
  readonly bytes: Uint8Array;
  /** The text from a byte up to another. */
  readonly textOf: (start: number, end: number) => string;
  /** By row, what `VALUE`, `NAME` and `NEXT` tell. */
  readonly cells: Int32Array;
  /** How many rows are filled. */
  count: number;
  /** What was gathered, by row. */
  readonly gathered: Map<number, Parts>;
}

/** The rows of what an object holds by name, where of a repeated one the last counts, as in JSON.parse; or of a list, in order. */
export type Parts = ReadonlyMap<string, number> | readonly number[];

const ROW = 9;
/** From here in a row, of the value: line, column, first byte, first byte after it. */
export const VALUE = 0;
/** The same of the name of a field, with its quotes; all 0 where there is none. */
export const NAME = 4;
/** Here in a row: the row after the value and all that it holds. */
export const NEXT = 8;
/** In value and name, after line and column. */
const START = 2;

/** Makes room for all that is read of a document. */
export function createPlaces(bytes: Uint8Array): Places {
  // A value takes a byte, and another before the next one but where it is an object or a list.
  const rows = Math.min(MAX_VALUES, (bytes.length >> 1) + MAX_DEPTH) + 1;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const textOf = (start: number, end: number): string => buffer.toString("utf8", start, end);
  return { bytes, textOf, cells: new Int32Array(rows * ROW), count: 0, gathered: new Map() };
}

/** Where a cell is in `cells`. */
export function cellAt(row: number, cell: number): number {
  return row * ROW + cell;
}

/** Where a row's value and its name stand. */
export function locationOf(places: Places, row: number): Location {
  const key = partAt(places, row, NAME);
  return { ...partAt(places, row, VALUE), key: key.byteEnd === 0 ? undefined : key };
}

/** Where the value, or the name, of a row stands. */
export function partAt({ cells }: Places, row: number, part: typeof VALUE | typeof NAME): Location {
  const at = row * ROW + part;
  return {
    line: cells[at] as number,
    column: cells[at + 1] as number,
    byteStart: cells[at + 2] as number,
    byteEnd: cells[at + 3] as number,
  };
}

/** The value, or the name, of a row as it is written. */
export function writtenAt(places: Places, row: number, part: typeof VALUE | typeof NAME): string {
  const { byteStart, byteEnd } = partAt(places, row, part);
  return places.textOf(byteStart, byteEnd);
}

/** The name of a field. */
export function nameOf(places: Places, row: number): string {
  const written = writtenAt(places, row, NAME);
  return written.includes("\\") ? (JSON.parse(written) as string) : written.slice(1, -1);
}

/** What a row's value is. */
export function kindAt({ bytes, cells }: Places, row: number): "object" | "list" | "scalar" {
  const first = bytes[cells[row * ROW + VALUE + START] as number];
  return first === 0x7b ? "object" : first === 0x5b ? "list" : "scalar";
}

/** What a row's value holds; undefined where it is neither object nor list. */
export function partsOf(places: Places, row: number): Parts | undefined {
  const { gathered } = places;
  const known = gathered.get(row);
  if (known !== undefined) return known;
  const kind = kindAt(places, row);
  if (kind === "scalar") return undefined;
  const rows = innerRows(places, row);
  const parts = kind === "object" ? new Map(rows.map((inner) => [nameOf(places, inner), inner])) : rows;
  gathered.set(row, parts);
  return parts;
}

/** Whether a row's value is an object or a list that is not empty. */
export function holdsAny({ cells }: Places, row: number): boolean {
  return (cells[cellAt(row, NEXT)] as number) > row + 1;
}

/** The rows of what an object or a list holds itself, in order, with each that has a repeated name. */
export function innerRows({ cells }: Places, row: number): number[] {
  const rows: number[] = [];
  const end = cells[cellAt(row, NEXT)] as number;
  for (let inner = row + 1; inner < end; inner = cells[cellAt(inner, NEXT)] as number) rows.push(inner);
  return rows;
}

/** Where the value stands that a JSON pointer leads to; undefined where there is none. */
export function placeAt(places: Places, pointer: string): Location | undefined {
  const { row, isWhole } = follow(places, pointer);
  return isWhole ? locationOf(places, row) : undefined;
}

/** Where the nearest value around a JSON pointer stands, which may be the one that it leads to. */
export function placeAround(places: Places, pointer: string): Location {
  return locationOf(places, follow(places, pointer).row);
}

function follow(places: Places, pointer: string): { readonly row: number; readonly isWhole: boolean } {
  let row = 0;
  for (const step of pointerSteps(pointer)) {
    const parts = partsOf(places, row);
    const inner = isList(parts) ? parts[Number(step)] : parts?.get(step);
    if (inner === undefined) return { row, isWhole: false };
    row = inner;
  }
  return { row, isWhole: true };
}

function isList(parts: Parts | undefined): parts is readonly number[] {
  return Array.isArray(parts);
}
