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
  const uses = new Map<string, number>();
  for (const { origin } of all) {
    for (const { pointer } of [...origin.from, ...origin.because]) uses.set(pointer, (uses.get(pointer) ?? 0) + 1);
  }
  const weight = ({ pointer }: InputPlace): number => (pointer === "" ? Infinity : (uses.get(pointer) ?? 0));
  return (leaves) => {
    const from = leaves.flatMap(({ origin }) => origin.from);
    const because = leaves.filter(({ origin }) => origin.from.length === 0).flatMap(({ origin }) => origin.because);
    return [...byWeight(from, weight), ...byWeight(because, weight)];
  };
}

function byWeight(places: readonly InputPlace[], weight: (place: InputPlace) => number): readonly InputPlace[] {
  return [...new Set(places)].sort((one, other) => weight(one) - weight(other));
}
