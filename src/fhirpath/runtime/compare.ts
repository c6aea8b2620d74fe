import { compareDecimals, isRaw, num, text, type Decimal } from "./decimal.ts";
import { plain } from "./node.ts";
import { compareTimes } from "./temporal.ts";

/** `=` on two collections: empty when one is empty. https://hl7.org/fhirpath/N1/#equals */
export function equal(a: readonly unknown[], b: readonly unknown[]): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.length === b.length && a.every((item, index) => same(item, b[index]));
}

/** `=` on two single values, either of which may be missing. */
export function equalValues(a: unknown, b: unknown): boolean | undefined {
  return a == null || b == null ? undefined : same(a, b);
}

/** `=` on two collections of dates or times: empty also where precision leaves it open and no pair differs. */
export function equalTimes(a: readonly unknown[], b: readonly unknown[]): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  if (a.length !== b.length) return false;
  const pairs = a.map((item, index) => equalTime(plain(item), plain(b[index])));
  return pairs.includes(false) ? false : pairs.includes(undefined) ? undefined : true;
}

/** An element without a value equals no value. */
function equalTime(a: unknown, b: unknown): boolean | undefined {
  if (a == null || b == null) return a == b;
  const order = compareTimes(text(a), text(b));
  return order === undefined ? undefined : order === 0;
}

/** Equal values: decimals by number, objects by their content; of a node its value. */
export function same(left: unknown, right: unknown): boolean {
  const [a, b] = [plain(left), plain(right)];
  if (a === b) return true;
  if ((typeof a === "number" || isRaw(a)) && (typeof b === "number" || isRaw(b))) return compareDecimals(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]))
    );
  }
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length && fields.every((field) => same((a as Fields)[field], (b as Fields)[field]))
  );
}
type Fields = Record<string, unknown>;

/** `~`: order does not count, nor case and spacing of strings. https://hl7.org/fhirpath/N1/#equivalent */
export function equivalent(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((item) => {
    const found = rest.findIndex((other) => alike(item, other));
    if (found >= 0) rest.splice(found, 1);
    return found >= 0;
  });
}

/** Values that are equivalent one by one. */
export function alike(left: unknown, right: unknown): boolean {
  const [a, b] = [plain(left), plain(right)];
  if (typeof a === "string" && typeof b === "string") return normal(a) === normal(b);
  if ((typeof a === "number" || isRaw(a)) && (typeof b === "number" || isRaw(b))) return sameRounded(a, b);
  return same(a, b);
}

/** "Ignoring case and locale, and normalizing whitespace": any whitespace is a space. */
const normal = (value: string) => value.toLowerCase().replaceAll(/\s/g, " ");

/** Rounded to the digits of the less precise one; zeros at the end are no digits. */
function sameRounded(a: Decimal, b: Decimal): boolean {
  const places = (value: Decimal) => text(value).split(".")[1]?.replace(/0+$/, "").length ?? 0;
  const digits = Math.min(places(a), places(b), 100);
  return num(a).toFixed(digits) === num(b).toFixed(digits);
}

/** Order of two single values of one kind; undefined when one is missing, or nothing is known. */
export function order(a: unknown, b: unknown): number | undefined {
  if (a == null || b == null) return undefined;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if ((typeof a === "number" || isRaw(a)) && (typeof b === "number" || isRaw(b))) return compareDecimals(a, b);
  return undefined;
}

/** Order of two dates or times, either of which may be missing. */
export function orderTimes(a: string | null | undefined, b: string | null | undefined): number | undefined {
  return a == null || b == null ? undefined : compareTimes(a, b);
}

export const less = (by: number | undefined) => (by === undefined ? undefined : by < 0);
export const lessOrEqual = (by: number | undefined) => (by === undefined ? undefined : by <= 0);
export const greater = (by: number | undefined) => (by === undefined ? undefined : by > 0);
export const greaterOrEqual = (by: number | undefined) => (by === undefined ? undefined : by >= 0);
