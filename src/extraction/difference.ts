import { isSameJson } from "../fhir/index.ts";
import { isObject } from "./json.ts";

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
export function findDifferences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  addDifferences(before, after, [], found);
  return found;
}

/** @param steps the way to the two values */
function addDifferences(before: unknown, after: unknown, steps: (string | number)[], found: Difference[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    for (let index = 0; index < length; index++) {
      if (before[index] === after[index]) continue;
      steps.push(index);
      addDifferences(before[index], after[index], steps, found);
      steps.pop();
    }
  } else if (isObject(before) && isObject(after)) {
    for (const name in before) {
      if (before[name] === after[name]) continue;
      steps.push(name);
      addDifferences(before[name], after[name], steps, found);
      steps.pop();
    }
    for (const name in after) {
      if (Object.hasOwn(before, name)) continue;
      steps.push(name);
      addDifferences(undefined, after[name], steps, found);
      steps.pop();
    }
  } else if (!isSameJson(before, after)) {
    found.push({
      pointer: steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
  }
}
