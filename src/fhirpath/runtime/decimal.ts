/**
 * A decimal as the source has it: a plain number, or, where JavaScript would print other digits (`4.50`), the object that
 * `JSON.rawJSON` makes. https://hl7.org/fhir/R4/datatypes.html#decimal
 */
export type Decimal = number | RawDecimal;
export interface RawDecimal {
  readonly rawJSON: string;
}

/** The numeric value; NaN for nothing, so that every comparison with it is false. */
export function num(value: Decimal | null | undefined): number {
  if (typeof value === "number") return value;
  return value == null ? Number.NaN : Number(value.rawJSON);
}

/** The digits as they were written. */
export function text(value: unknown): string {
  return typeof value === "object" && value !== null && "rawJSON" in value ? String(value.rawJSON) : String(value);
}

export function isRaw(value: unknown): value is RawDecimal {
  return typeof value === "object" && value !== null && "rawJSON" in value;
}

/** A decimal that keeps these digits; undefined when the text is no decimal. */
export function decimal(digits: string): Decimal | undefined {
  if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  if (String(value) === digits) return value;
  return (JSON as unknown as { rawJSON(text: string): RawDecimal }).rawJSON(digits);
}

interface Exact {
  readonly units: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

function exact(value: Decimal): Exact {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text(value)) ?? [];
  const units = BigInt(sign + whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function written({ units, scale }: Exact): Decimal {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return decimal((units < 0n ? "-" : "") + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : "")) ?? 0;
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const left = exact(a);
  const right = exact(b);
  const scale = Math.max(left.scale, right.scale);
  return [left.units * 10n ** BigInt(scale - left.scale), right.units * 10n ** BigInt(scale - right.scale), scale];
}

type Maybe = Decimal | null | undefined;

/** `+` on numbers: exact, and with the digits of the longer one (`4.50 + 1.1` is `5.60`). */
export function add(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null) return undefined;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return (a as number) + (b as number);
  const [left, right, scale] = aligned(a, b);
  return written({ units: left + right, scale });
}

/** `-` on numbers, and the sign. */
export function subtract(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null) return undefined;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return (a as number) - (b as number);
  const [left, right, scale] = aligned(a, b);
  return written({ units: left - right, scale });
}

/** `*` on numbers: exact. */
export function multiply(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null) return undefined;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const product = (a as number) * (b as number);
    if (Number.isSafeInteger(product)) return product;
  }
  const left = exact(a);
  const right = exact(b);
  return written({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** Digits that count, as written: `4.75` has 3, `1.0` has 2. */
function precision(value: Decimal): number {
  return text(value)
    .replace(/[eE].*$/, "")
    .replaceAll(/[-.]/g, "")
    .replace(/^0+(?=.)/, "").length;
}

/**
 * `/`: the whole quotient where it ends, else rounded to as many significant digits as the longer operand has, which is what
 * HL7's engine gives (`7 / 2` is 3.5, `100 / 3` is 33.3, `2 / 3` is 0.7). Empty for a zero divisor.
 */
export function divide(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null || num(b) === 0) return undefined;
  const left = exact(a);
  const right = exact(b);
  const wanted = Math.max(left.scale - right.scale, 0);
  const ended = endedQuotient(left, right);
  if (ended !== undefined) return written(trimmed(ended, wanted));
  const digits = Math.max(precision(a), precision(b));
  const spare = digits + 2 + String(right.units).length;
  const scale = spare + left.scale;
  return written(rounded({ units: (left.units * 10n ** BigInt(spare + right.scale)) / right.units, scale }, digits));
}

/** The quotient when the divisor's own factors are only 2 and 5, so that its digits end. */
function endedQuotient(left: Exact, right: Exact): Exact | undefined {
  const divisor = right.units < 0n ? -right.units : right.units;
  const length = divisor.toString(2).length;
  const numerator = left.units * 10n ** BigInt(right.scale + length);
  return numerator % right.units === 0n ? { units: numerator / right.units, scale: left.scale + length } : undefined;
}

/** Without zeros at the end, down to a count of digits after the point. */
function trimmed(value: Exact, least: number): Exact {
  let { units, scale } = value;
  while (scale > least && units % 10n === 0n) {
    units /= 10n;
    scale--;
  }
  return { units, scale };
}

/** Rounded half up, away from zero, to a count of significant digits. */
function rounded({ units, scale }: Exact, digits: number): Exact {
  const cut = String(units < 0n ? -units : units).length - digits;
  if (cut <= 0) return { units, scale };
  const unit = 10n ** BigInt(Math.min(cut, scale));
  const half = units < 0n ? -unit / 2n : unit / 2n;
  return { units: (units + half) / unit, scale: scale - Math.min(cut, scale) };
}

/** `div`: the whole part of the quotient. */
export function wholeQuotient(a: Maybe, b: Maybe): number | undefined {
  if (a == null || b == null || num(b) === 0) return undefined;
  const [left, right] = aligned(a, b);
  return Number(left / right);
}

/** `mod`: the remainder, with the sign of the dividend. */
export function remainder(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null || num(b) === 0) return undefined;
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return ((a as number) % (b as number)) + 0;
  const [left, right, scale] = aligned(a, b);
  return written({ units: left % right, scale });
}

/** Order of two decimals, by all their digits. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}
