/**
 * The candidates that are spelled most like a word, nearest first, at most `count` of them and none that is farther
 * than half its length.
 */
export function nearest(word: string, candidates: readonly string[], count: number): string[] {
  // A word this long is no misspelling, and measuring it would take long.
  if (word.length > 64) return [];
  const plain = comparable(word);
  return (
    candidates
      .map((candidate) => ({ candidate, form: comparable(candidate), limit: Math.max(1, candidate.length / 2) }))
      // The distance is at least the difference of the lengths, and takes long to measure.
      .filter(({ form, limit }) => Math.abs(form.length - plain.length) <= limit)
      .map(({ candidate, form, limit }) => ({ candidate, limit, distance: editDistance(plain, form, limit) }))
      .filter(({ distance, limit }) => distance <= limit)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count)
      .map(({ candidate }) => candidate)
  );
}

function comparable(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, "");
}

/** Levenshtein's distance, one row at a time; anything over the limit once it is certain to be that. */
function editDistance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
      next.push(distance);
      if (distance < least) least = distance;
    }
    if (least > limit) return least;
    row = next;
  }
  return row[b.length] as number;
}
