import type { InputPlace, OriginOfLeaf } from "../mapping/index.ts";

/** Puts the places behind leaves in order. */
export type Ranking = (leaves: readonly OriginOfLeaf[]) => readonly InputPlace[];

/**
 * Makes the function that says which places of the input tell most of some leaves, each once.
 *
 * Whose value they carry comes first, and of constants what decided that they are there. A field that few leaves of the bundle come from
 * tells more than one that all have in them, such as the case number; the document as a whole tells least.
 */
export function createRanking(all: readonly OriginOfLeaf[]): Ranking {
  const carried = count(all.flatMap(({ origin }) => origin.from));
  const asked = count(all.flatMap(({ origin }) => origin.because));
  return (leaves) => {
    const from = leaves.flatMap(({ origin }) => origin.from);
    const because = leaves.filter(({ origin }) => origin.from.length === 0).flatMap(({ origin }) => origin.because);
    return [...byWeight(from, carried), ...byWeight(because, asked)];
  };
}

function count(places: readonly InputPlace[]): ReadonlyMap<InputPlace, number> {
  const counts = new Map<InputPlace, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}

function byWeight(places: readonly InputPlace[], uses: ReadonlyMap<InputPlace, number>): readonly InputPlace[] {
  const weight = (place: InputPlace): number => (place.pointer === "" ? Infinity : (uses.get(place) ?? 0));
  return [...new Set(places)].sort((one, other) => weight(one) - weight(other));
}
