import { isObject, type JsonObject } from "./json.ts";

/** One place where two JSON values differ. A side that has nothing there is left out. */
export interface Difference {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Lists where two JSON values differ, in the order of the first, then what only the second has.
 *
 * The order of members does not count, the digits of a number do. Lists are compared place by place.
 */
export function findDifferences(before: unknown, after: unknown, pointer = ""): readonly Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return [...Array(Math.max(before.length, after.length)).keys()].flatMap((index) =>
      findDifferences(before[index], after[index], `${pointer}/${index}`),
    );
  }
  if (isObject(before) && isObject(after)) {
    const [one, other]: JsonObject[] = [before, after];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      findDifferences(one?.[name], other?.[name], `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}
