/** The sum of the values. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** The standard deviation of a sample, with n − 1 below. */
export function sampleSd(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}

/** The standard deviation of a sample from its size, its sum and the sum of its squares. */
export function sdOfMoments(count: number, total: number, squares: number): number {
  // Rounding may leave a hair below zero where all values are equal.
  return Math.sqrt(Math.max(0, squares - (total * total) / count) / (count - 1));
}

/** The t of the paired t-test, positive when the values fell. */
export function pairedT(before: readonly number[], after: readonly number[]): number {
  const falls = before.map((value, index) => value - (after[index] ?? NaN));
  return mean(falls) / (sampleSd(falls) / Math.sqrt(falls.length));
}

/** Whether a value lies within the tolerance, its edge included. */
export function isWithin(value: number, printed: number, tolerance: number): boolean {
  return Math.abs(value - printed) <= tolerance + 1e-9;
}
