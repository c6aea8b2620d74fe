/** The middle of the values, the higher one of two. @throws Error when there is none */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error("there is no median of nothing");
  return middle;
}

/** Microseconds as milliseconds with three digits that count. */
export function milliseconds(micros: number): string {
  return `${Number((micros / 1000).toPrecision(3))} ms`;
}
