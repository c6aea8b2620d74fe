import { decimal, isRaw, text, type Decimal } from "./decimal.ts";

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
