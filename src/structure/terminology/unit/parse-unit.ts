import type { UnitAtom, UnitTable } from "./unit-table.ts";

/** What a unit is, in UCUM's base units. */
export interface Unit {
  readonly magnitude: number;
  readonly dimensions: readonly number[];
  /** Symbols that nothing else can be converted to, with their exponents. */
  readonly marks: ReadonlyMap<string, number>;
  /** The symbol, where the unit is one on a scale with a zero of its own. */
  readonly special?: string | undefined;
}

const ONE: Unit = { magnitude: 1, dimensions: [0, 0, 0, 0, 0, 0, 0], marks: new Map() };

/** Longer texts are no units. */
const MAX_LENGTH = 200;

/**
 * Reads a unit by UCUM's grammar, case-sensitive symbols: https://ucum.org/ucum#section-Grammar-of-Units-and-Unit-Terms
 *
 * @returns `undefined` where the text is no unit
 */
export function parseUnit(text: string, table: UnitTable): Unit | undefined {
  // Units are printable ASCII without blanks; only annotations may hold what their braces enclose.
  if (text === "" || text.length > MAX_LENGTH || !/^[!-~]+$/.test(text.replaceAll(/\{[^{}]*\}/g, "{}"))) {
    return undefined;
  }
  const reader = { text, at: 0, table };
  const unit = readMainTerm(reader);
  return reader.at === text.length ? unit : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly table: UnitTable;
}

function readMainTerm(reader: Reader): Unit | undefined {
  if (!take(reader, "/")) return readTerm(reader);
  const unit = readTerm(reader);
  return unit && power(unit, -1);
}

/** Operators bind to the left: what follows a slash is divided by up to the next operator. */
function readTerm(reader: Reader): Unit | undefined {
  let unit = readComponent(reader);
  while (unit) {
    const exponent = take(reader, ".") ? 1 : take(reader, "/") ? -1 : 0;
    if (exponent === 0) return unit;
    const next = readComponent(reader);
    unit = next && multiply(unit, power(next, exponent));
  }
  return undefined;
}

function readComponent(reader: Reader): Unit | undefined {
  if (take(reader, "(")) {
    const inner = readTerm(reader);
    return inner && take(reader, ")") ? withAnnotation(inner, reader) : undefined;
  }
  if (readAnnotation(reader)) return ONE;
  const unit = readFactorOrUnit(readSymbol(reader), reader.table);
  return unit && withAnnotation(unit, reader);
}

function withAnnotation(unit: Unit, reader: Reader): Unit {
  readAnnotation(reader);
  return unit;
}

function readAnnotation(reader: Reader): boolean {
  const end = reader.text[reader.at] === "{" ? reader.text.indexOf("}", reader.at) : -1;
  if (end < 0) return false;
  reader.at = end + 1;
  return true;
}

/** The characters up to the next operator; those inside of square brackets belong to a symbol. */
function readSymbol(reader: Reader): string {
  const from = reader.at;
  let depth = 0;
  for (; reader.at < reader.text.length; reader.at++) {
    const character = reader.text.charAt(reader.at);
    if (character === "[") depth++;
    else if (character === "]") depth--;
    else if (depth === 0 && "./(){}".includes(character)) break;
  }
  return reader.text.slice(from, reader.at);
}

function readFactorOrUnit(symbol: string, table: UnitTable): Unit | undefined {
  if (/^\d+$/.test(symbol)) return { ...ONE, magnitude: Number(symbol) };
  const whole = readSimpleUnit(symbol, table);
  if (whole) return whole;
  const { simple = "", exponent } = /^(?<simple>.*?)(?<exponent>[+-]?\d+)$/.exec(symbol)?.groups ?? {};
  const unit = readSimpleUnit(simple, table);
  return unit && exponent !== undefined ? power(unit, Number(exponent)) : undefined;
}

/** A symbol of the table, or a prefix before a metric one. */
function readSimpleUnit(symbol: string, table: UnitTable): Unit | undefined {
  const atom = own(table.atoms, symbol);
  if (atom) return unitOf(symbol, atom, 1);
  for (const length of [1, 2]) {
    const prefix = own(table.prefixes, symbol.slice(0, length));
    const rest = symbol.slice(length);
    const metric = prefix === undefined ? undefined : own(table.atoms, rest);
    if (prefix !== undefined && metric?.isMetric) return unitOf(rest, metric, prefix);
  }
  return undefined;
}

function unitOf(symbol: string, { magnitude, dimensions, scale }: UnitAtom, prefix: number): Unit {
  const marks = scale === "ratio" ? ONE.marks : new Map([[symbol, 1]]);
  return { magnitude: magnitude * prefix, dimensions, marks, ...(scale === "special" && { special: symbol }) };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
}

function multiply(a: Unit, b: Unit): Unit {
  const marks = new Map(a.marks);
  for (const [symbol, exponent] of b.marks) marks.set(symbol, (marks.get(symbol) ?? 0) + exponent);
  return {
    magnitude: a.magnitude * b.magnitude,
    dimensions: a.dimensions.map((exponent, index) => exponent + (b.dimensions[index] ?? 0)),
    marks: new Map([...marks].filter(([, exponent]) => exponent !== 0)),
  };
}

function power(unit: Unit, exponent: number): Unit {
  if (exponent === 1) return unit;
  return {
    magnitude: unit.magnitude ** exponent,
    dimensions: unit.dimensions.map((one) => one * exponent),
    marks: new Map([...unit.marks].map(([symbol, one]) => [symbol, one * exponent])),
  };
}
