import type { Issue } from "../fhir/index.ts";

/**
 * Puts issues into the order in which a reader of the document meets them, and leaves out repeats.
 *
 * An issue about something missing comes where its parent begins.
 */
export function inDocumentOrder(root: unknown, issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return issues
    .filter(({ rule, path = "", message }) => {
      const key = `${rule} ${path} ${message}`;
      return !seen.has(key) && seen.add(key);
    })
    .map((issue) => ({ issue, place: placeOf(root, issue.path ?? "") }))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ issue }) => issue);
}

/** The position of each step of a path among its siblings, as far as the path exists. */
function placeOf(root: unknown, path: string): readonly number[] {
  const place: number[] = [];
  let at = root;
  for (const step of path.match(/[^.[\]]+/g)?.slice(1) ?? []) {
    if (typeof at !== "object" || at === null) break;
    const position = Object.keys(at).findIndex((name) => name === step || isChoiceOf(name, step));
    if (position < 0) break;
    place.push(position);
    at = Object.values(at)[position];
  }
  return place;
}

/** `valueQuantity` is the element `value` of a path. */
function isChoiceOf(property: string, step: string): boolean {
  return property.startsWith(step) && /^[A-Z]/.test(property.slice(step.length));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
