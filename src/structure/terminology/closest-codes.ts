import type { Concept } from "./concept.ts";

/** More are not compared: a list this long is not read either. */
const MAX_COMPARED = 5000;
const MAX_LENGTH = 64;
const SHOWN = 3;

/**
 * The codes that are spelled most like the code or the display that was found, nearest first, at most three.
 *
 * None is named that differs in half of its letters or more.
 */
export function closestCodes(
  code: string,
  display: string | undefined,
  concepts: Iterable<Concept>,
): readonly Concept[] {
  const words = [code, ...(display === undefined ? [] : [display])].filter(({ length }) => length <= MAX_LENGTH);
  const wanted = words.map(comparable).filter((word) => word !== "");
  const scored: { concept: Concept; distance: number }[] = [];
  let compared = 0;
  for (const concept of concepts) {
    if (++compared > MAX_COMPARED) break;
    const distance = Math.min(...wanted.map((word) => distanceTo(word, concept)));
    if (distance < 0.5) scored.push({ concept, distance });
  }
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SHOWN)
    .map(({ concept }) => concept);
}

/** From 0, the same letters, to 1, no letter in common; the code or the display, whichever is nearer. */
function distanceTo(word: string, { code, display }: Concept): number {
  return Math.min(relativeDistance(word, comparable(code)), relativeDistance(word, comparable(display ?? "")));
}

function comparable(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replaceAll(/[\s_-]/g, "");
}

function relativeDistance(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  // Texts of such different lengths differ in half of their letters already.
  if (a === "" || b === "" || Math.abs(a.length - b.length) * 2 >= longer) return 1;
  return editDistance(a, b) / longer;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
