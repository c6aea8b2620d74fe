/**
 * The candidates that are spelled most like a word, nearest first, at most `count` of them and none that is farther
 * than half its length.
 */
export function nearest(word: string, candidates: readonly string[], count: number): string[] {
  // A word this long is no misspelling, and measuring it would take long.
  if (word.length > 64) return [];
  const plain = comparable(word);
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain, comparable(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function comparable(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, "");
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
