/** Numbers drawn from a seed: the same seed gives the same numbers on any machine. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with the given chance, 0 to 1. */
  chance(probability: number): boolean;
  /** One of the items; throws when there is none. */
  pick<T>(items: readonly T[]): T;
  /** The items in another order, as a new list. */
  shuffle<T>(items: readonly T[]): T[];
  /** Near the normal distribution, mean 0, standard deviation 1, never beyond 6. */
  normal(): number;
}

/**
 * Starts a stream of numbers. Each use takes a stream of its own, so that a change in one does not move the others.
 *
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32
 */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError("Nothing to pick from.");
    return items[integer(0, items.length - 1)] as T;
  };
  // Twelve uniform numbers need only sums, while logarithms and cosines may differ in the last digit by engine.
  const normal = (): number => Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, -6);
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    return items.map(() => left.splice(integer(0, left.length - 1), 1)[0] as T);
  };
  return { next, integer, chance: (probability) => next() < probability, pick, shuffle, normal };
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 0;
}
