import { name, reserved, type Code } from "./code.ts";

/** Gives names that are free in one function or module. */
export interface Names {
  /** A free name that reads like the hint: `case` becomes `case_`, a second `level` becomes `level2`. */
  fresh(hint: string): Code;
  /** Names for an inner function: they may not hide those known here. */
  inner(): Names;
}

/**
 * Starts a set of names.
 *
 * @param taken names that are already used, such as imports and globals
 */
export function createNames(taken: Iterable<string> = []): Names {
  const used = new Set<string>(taken);
  return {
    fresh(hint) {
      const cleaned = hint.replaceAll(/[^A-Za-z0-9_$]+/g, "_").replace(/^(?=\d|$)/, "_");
      const base = reserved.has(cleaned) ? `${cleaned}_` : cleaned;
      let free = base;
      for (let count = 2; used.has(free); count++) free = `${base}${/\d$/.test(base) ? "_" : ""}${String(count)}`;
      used.add(free);
      return name(free);
    },
    inner: () => createNames(used),
  };
}
