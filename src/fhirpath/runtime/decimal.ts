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
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text(value)) ?? [];
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
  return text(value).replace(/[eE].*$/, "").replaceAll(/[-.]/g, "").replace(/^0+(?=.)/, "").length;
}

/** `/`: as many significant digits as the longer operand has, cut off, which is what HL7's engine gives. Empty for a zero divisor. */
export function divide(a: Maybe, b: Maybe): Decimal | undefined {
  if (a == null || b == null || num(b) === 0) return undefined;
  const digits = Math.max(precision(a), precision(b));
  const left = exact(a);
  const right = exact(b);
  const extra = 40;
  const units = (left.units * 10n ** BigInt(extra + right.scale)) / right.units;
  return shortened({ units, scale: extra + left.scale }, digits);
}

function shortened({ units, scale }: Exact, digits: number): Decimal {
  const magnitude = String(units < 0n ? -units : units);
  const whole = Math.max(magnitude.length - scale, 0);
  const leading = whole > 0 ? 0 : scale - magnitude.length;
  const keep = Math.max(digits - whole + leading, 0);
  const cut = scale - keep;
  let result = units / 10n ** BigInt(cut);
  let resultScale = keep;
  while (resultScale > 0 && result % 10n === 0n) {
    result /= 10n;
    resultScale--;
  }
  return written({ units: result, scale: resultScale });
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
  const [left, right, scale] = aligned(a, b);
  return written({ units: left % right, scale });
}

/** Order of two decimals, by all their digits. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}
