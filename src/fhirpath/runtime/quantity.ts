import { num, text, type Decimal } from "./decimal.ts";
import type { InvariantScope } from "./scope.ts";

/** What is read of a Quantity. */
export interface QuantityValue {
  readonly value?: Decimal;
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}

/** The calendar's words that UCUM has a unit for; a year and a month are none of UCUM's. https://hl7.org/fhirpath/N1/#time-valued-quantities */
const CALENDAR: Readonly<Record<string, string>> = {
  week: "wk",
  day: "d",
  hour: "h",
  minute: "min",
  second: "s",
  millisecond: "ms",
};
/** The definite durations that a year and a month are equivalent to, and no more. */
const NEARLY: Readonly<Record<string, string>> = { year: "a", month: "mo" };

const TYPES = new Set(["Quantity", "Age", "Count", "Distance", "Duration"]);
export const isQuantityType = (type: string) => TYPES.has(type);

const unitOf = ({ code, unit }: QuantityValue) => code ?? CALENDAR[unit ?? ""] ?? unit ?? "1";

/**
 * Order of two quantities; undefined where a value is missing or the units cannot be compared.
 *
 * Equal units are compared as they are. Others are converted where the scope knows UCUM, with a tolerance for the binary
 * fractions of the factors.
 */
export function orderQuantities(a: QuantityValue, b: QuantityValue, scope: InvariantScope): number | undefined {
  if (a.value == null || b.value == null) return undefined;
  if (a.system !== undefined && b.system !== undefined && a.system !== b.system) return undefined;
  return orderIn(num(a.value), unitOf(a), num(b.value), unitOf(b), scope);
}

/** Says whether two quantities are equivalent: of years and months their definite durations count. */
export function alikeQuantities(a: QuantityValue, b: QuantityValue, scope: InvariantScope): boolean {
  const [left, right] = [unitOf(a), unitOf(b)].map((unit) => NEARLY[unit] ?? unit);
  if (a.value == null || b.value == null || left === undefined || right === undefined) return false;
  return orderIn(num(a.value), left, num(b.value), right, scope) === 0;
}

function orderIn(a: number, from: string, b: number, to: string, scope: InvariantScope): number | undefined {
  if (from === to) return a - b;
  const converted = scope.convert?.(a, from, to);
  if (converted === undefined) return undefined;
  const difference = converted - b;
  return Math.abs(difference) <= 1e-9 * Math.max(Math.abs(converted), Math.abs(b)) ? 0 : difference;
}

/** `+` and `-`: in the unit of the first. */
export function addQuantities(
  a: QuantityValue,
  b: QuantityValue,
  sign: 1 | -1,
  scope: InvariantScope,
): QuantityValue | undefined {
  if (a.value == null || b.value == null) return undefined;
  const [to, from] = [unitOf(a), unitOf(b)];
  const other = from === to ? num(b.value) : scope.convert?.(num(b.value), from, to);
  return other === undefined ? undefined : { ...a, value: num(a.value) + sign * other };
}

/** `toString()`: `4 'mg'`. */
export function quantityText(quantity: QuantityValue | undefined): string | undefined {
  if (quantity?.value == null) return undefined;
  const { code, unit } = quantity;
  return `${text(quantity.value)} ${code === undefined && unit !== undefined && isCalendar(unit) ? unit : `'${code ?? unit ?? "1"}'`}`;
}

const isCalendar = (unit: string) => unit in CALENDAR || unit in NEARLY;

const written = /^([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:'([^']+)'|(year|month|week|day|hour|minute|second|millisecond)s?)?$/;

/** `toQuantity()` of a text. */
export function parseQuantity(source: string): QuantityValue | undefined {
  const found = written.exec(source);
  if (found === null) return undefined;
  const [, value, code, word] = found;
  if (word !== undefined) return { value: Number(value), unit: word };
  return { value: Number(value), unit: code ?? "1", code: code ?? "1" };
}
