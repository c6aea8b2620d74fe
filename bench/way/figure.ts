/** One measured figure, as `--json` writes it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** As a multiple of the floor of the same run. */
  readonly timesFloor?: number;
}

/** A number with the digits that count. */
export function rounded(value: number, digits = 4): number {
  return Number(value.toPrecision(digits));
}
