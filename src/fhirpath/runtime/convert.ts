import { decimal, isRaw, text, type Decimal } from "./decimal.ts";
import { plain } from "./node.ts";

type Maybe<T> = T | null | undefined;

/** `toInteger()`; nothing where the value is none. https://hl7.org/fhirpath/N1/#tointeger-integer */
export function toInteger(value: unknown): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  return typeof value === "string" && /^[+-]?[0-9]+$/.test(value) ? Number(value) : undefined;
}

/** `toDecimal()`, with the digits as written. */
export function toDecimal(value: unknown): Decimal | undefined {
  if (typeof value === "boolean") return value ? decimal("1.0") : decimal("0.0");
  if (typeof value === "number" || isRaw(value)) return value;
  return typeof value === "string" ? decimal(value.replace(/^\+/, "")) : undefined;
}

/** `toBoolean()` */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = value == null ? "" : text(value).toLowerCase();
  if (/^(?:true|t|yes|y|1|1\.0)$/.test(word)) return true;
  return /^(?:false|f|no|n|0|0\.0)$/.test(word) ? false : undefined;
}

/** `toString()` of a primitive; an object has none. */
export function toText(value: unknown): string | undefined {
  if (value == null || (typeof value === "object" && !isRaw(value))) return undefined;
  return text(value);
}

/** `substring(start, length)`: empty when it starts outside. */
export function substring(value: Maybe<string>, start: Maybe<number>, length?: Maybe<number>): string | undefined {
  if (value == null || start == null || start < 0 || start >= value.length) return undefined;
  return length == null ? value.slice(start) : value.slice(start, start + Math.max(length, 0));
}

/** `indexOf(part)` */
export function indexOf(value: Maybe<string>, part: Maybe<string>): number | undefined {
  return value == null || part == null ? undefined : value.indexOf(part);
}

/** `replace(part, by)`: every occurrence, as written. */
export function replace(value: Maybe<string>, part: Maybe<string>, by: Maybe<string>): string | undefined {
  return value == null || part == null || by == null ? undefined : value.replaceAll(part, () => by);
}

/** What a test of a missing text gives: false of an element that has no value but an `_x`, else nothing. */
export function falseWith(sidecar: object | null | undefined): false | undefined {
  return sidecar == null ? undefined : false;
}

export function startsWith(value: Maybe<string>, part: Maybe<string>): boolean | undefined {
  return value == null || part == null ? undefined : value.startsWith(part);
}
export function endsWith(value: Maybe<string>, part: Maybe<string>): boolean | undefined {
  return value == null || part == null ? undefined : value.endsWith(part);
}
export function includes(value: Maybe<string>, part: Maybe<string>): boolean | undefined {
  return value == null || part == null ? undefined : value.includes(part);
}
export function matches(value: Maybe<string>, pattern: RegExp): boolean | undefined {
  return value == null ? undefined : pattern.test(value);
}

/** `replaceMatches(pattern, by)`: `$1` stands for what the first group matched. */
export function replaceMatches(value: Maybe<string>, pattern: RegExp, by: Maybe<string>): string | undefined {
  return value == null || by == null ? undefined : value.replace(pattern, by);
}

export function split(value: Maybe<string>, separator: Maybe<string>): readonly string[] {
  return value == null || separator == null ? [] : value.split(separator);
}

/** `join(separator)`; nothing for no texts. */
export function joinTexts(items: readonly unknown[], separator: Maybe<string>): string | undefined {
  const texts = items.flatMap((item) => toText(plain(item)) ?? []);
  return texts.length === 0 ? undefined : texts.join(separator ?? "");
}

const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
const TIME = /^(?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?$/;
const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** `toDate()`: of a dateTime its date. */
export function toDate(value: unknown): string | undefined {
  const date = typeof value === "string" ? value.replace(/T.*$/, "") : "";
  return DATE.test(date) && (date === value || toDateTime(value) !== undefined) ? date : undefined;
}

/** `toDateTime()` */
export function toDateTime(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [date = "", time] = value.split("T");
  if (!DATE.test(date)) return undefined;
  return time === undefined || (date.length === 10 && (time === "" || TIME.test(time.replace(ZONE, ""))))
    ? value
    : undefined;
}

/** `toTime()` */
export function toTime(value: unknown): string | undefined {
  const time = typeof value === "string" ? value.replace(/^T/, "") : "";
  return TIME.test(time) ? time : undefined;
}
