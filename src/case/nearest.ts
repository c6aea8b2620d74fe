/** What a word may have been meant as: a list of codes, or an object with the names that are known. */
export type Candidates = readonly string[] | Readonly<Record<string, unknown>>;

/**
 * The candidates that are spelled most like a word, nearest first, at most `count` of them and none that is farther
 * than half its length.
 */
export type FindNearest = (word: string, candidates: Candidates, count: number) => string[];

/** A candidate as it is compared. */
interface Form {
  readonly candidate: string;
  readonly text: string;
  readonly letters: number;
  readonly limit: number;
}

/**
 * Makes a search for the faults of one document: what many wrong words are compared with is made ready once.
 */
export function createNearest(): FindNearest {
  const known = new Map<Candidates, readonly Form[]>();
  return (word, candidates, count) => {
    // A word this long is no misspelling, and measuring it would take long.
    if (word.length > 64) return [];
    const forms = known.get(candidates) ?? formsOf(candidates);
    known.set(candidates, forms);
    const plain = comparable(word);
    const letters = lettersOf(plain);
    return forms
      .filter((form) => leastDistance(plain, letters, form) <= form.limit)
      .map(({ candidate, text, limit }) => ({ candidate, limit, distance: editDistance(plain, text, limit) }))
      .filter(({ distance, limit }) => distance <= limit)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count)
      .map(({ candidate }) => candidate);
  };
}

function formsOf(candidates: Candidates): Form[] {
  const words = Array.isArray(candidates) ? (candidates as readonly string[]) : Object.keys(candidates);
  return words.map((candidate) => {
    const text = comparable(candidate);
    return { candidate, text, letters: lettersOf(text), limit: Math.max(1, candidate.length / 2) };
  });
}

function comparable(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, "");
}

/** A bit for each letter that is in a word; letters that share a bit count as one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** What the distance cannot be less than, without measuring it: each letter that only one of the words has is one edit. */
function leastDistance(word: string, letters: number, form: Form): number {
  return Math.max(
    Math.abs(form.text.length - word.length),
    countBits(form.letters & ~letters),
    countBits(letters & ~form.letters),
  );
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
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
