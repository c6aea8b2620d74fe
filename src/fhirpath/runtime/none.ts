/** The empty collection. */
export const none: readonly never[] = Object.freeze([]);

/** A collection of one value, or of none. */
export function listOf<T>(value: T | null | undefined): readonly T[] {
  return value == null ? none : [value];
}
