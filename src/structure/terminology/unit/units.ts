import { parseUnit, type Unit } from "./parse-unit.ts";
import type { UnitTable } from "./unit-table.ts";

/** UCUM units, checked and converted. */
export interface Units {
  readonly isUnit: (code: string) => boolean;
  /**
   * The same quantity in another unit; `undefined` where one of them is no unit, or they do not measure the same.
   * Computed in binary floating point: compare results with a tolerance.
   */
  readonly convert: (value: number, from: string, to: string) => number | undefined;
}

/** Units that were read are kept, up to this many, since cases repeat a few. */
const KEPT = 500;

export function createUnits(table: UnitTable): Units {
  const known = new Map<string, Unit | undefined>();
  const read = (code: string): Unit | undefined => {
    const found = known.get(code);
    if (found !== undefined || known.has(code)) return found;
    if (known.size >= KEPT) known.clear();
    const unit = parseUnit(code, table);
    known.set(code, unit);
    return unit;
  };
  return {
    isUnit: (code) => read(code) !== undefined,
    convert: (value, from, to) => {
      const [source, target] = [read(from), read(to)];
      if (!source || !target) return undefined;
      return from === to ? value : convert(value, source, target);
    },
  };
}

function convert(value: number, from: Unit, to: Unit): number | undefined {
  if (from.dimensions.some((exponent, index) => exponent !== to.dimensions[index])) return undefined;
  const [zeroFrom, zeroTo] = [zeroOf(from), zeroOf(to)];
  if (zeroFrom === undefined || zeroTo === undefined) {
    const isSame =
      from.marks.size === to.marks.size && [...from.marks].every(([one, exp]) => to.marks.get(one) === exp);
    // Of units such as pH or a decibel only the same symbol is known to be the same scale.
    const isScaled = from.special === undefined && to.special === undefined;
    return isSame && isScaled ? (value * from.magnitude) / to.magnitude : undefined;
  }
  return (value * from.magnitude + zeroFrom - zeroTo) / to.magnitude;
}

/** Where the zero of a temperature lies, in kelvin: https://ucum.org/ucum#section-Special-Units-on-non-ratio-Scales */
const ZERO_IN_KELVIN: ReadonlyMap<string, number> = new Map([
  ["Cel", 273.15],
  ["[degRe]", 273.15],
  ["[degF]", (459.67 * 5) / 9],
]);

/** The zero of a unit's scale in base units; `undefined` where the scale is not linear, or the unit arbitrary. */
function zeroOf({ marks, special }: Unit): number | undefined {
  return marks.size === 0 ? 0 : special === undefined ? undefined : ZERO_IN_KELVIN.get(special);
}
