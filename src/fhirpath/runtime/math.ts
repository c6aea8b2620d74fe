import { isRaw, num, type Decimal } from "./decimal.ts";

const numberOf = (value: unknown): number => (typeof value === "number" || isRaw(value) ? num(value) : Number.NaN);
const orNothing = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

type Function1 = (value: unknown) => number | undefined;
const of =
  (calculate: (value: number) => number): Function1 =>
  (value) =>
    orNothing(calculate(numberOf(value)));

/** The functions of https://hl7.org/fhirpath/N1/#math: nothing where there is no number, or no real result. */
export const abs = of(Math.abs);
export const ceiling = of(Math.ceil);
export const floor = of(Math.floor);
export const truncate = of(Math.trunc);
export const exp = of(Math.exp);
export const ln = of(Math.log);
export const sqrt = of(Math.sqrt);

export function log(value: unknown, base: unknown): number | undefined {
  return orNothing(Math.log(numberOf(value)) / Math.log(numberOf(base)));
}

export function power(value: unknown, exponent: unknown): number | undefined {
  return orNothing(numberOf(value) ** numberOf(exponent));
}

/** "A traditional round, meaning that a decimal value of 0.5 or higher will round to 1", away from zero below it. */
export function round(value: Decimal | undefined, precision: Decimal | undefined = 0): number | undefined {
  const [number, digits] = [numberOf(value), numberOf(precision)];
  if (!(digits >= 0 && digits <= 20)) return undefined;
  // Shifted by its decimal text, since 1.005 * 100 is less than 100.5.
  const shifted = Number(`${String(Math.abs(number))}e${String(digits)}`);
  const rounded = Number.isNaN(shifted) ? number : Number(`${String(Math.round(shifted))}e-${String(digits)}`);
  return orNothing(Math.sign(number) * Math.abs(rounded));
}
