import type { Leaf } from "../fml/trace/index.ts";

/** Where something in a case comes from in the document that the case was made of. */
export interface SourcePlaces {
  /** Pointers into the document to what the value carries. */
  readonly from: readonly string[];
  /** Pointers to what decided that it is there. */
  readonly because: readonly string[];
}

/** The first of two maps, read backwards: a place of what it made to the places of what it read. */
export interface PointerTrace {
  /** @param pointer into the case; of what is not there, the nearest thing around it answers */
  readonly originOf: (pointer: string) => SourcePlaces;
  /** Leaves of the document that no rule of the first map looked at. */
  readonly unread: readonly string[];
}

/** Makes the trace of the leaves that the first map made. */
export function createPointerTrace(leaves: readonly Leaf[], unread: readonly string[]): PointerTrace {
  const exact = new Map(leaves.map(({ pointer, origin }) => [pointer, origin]));
  const gather = (found: readonly Leaf[]): SourcePlaces => ({
    from: unique(found.flatMap(({ origin }) => origin?.from ?? [])),
    because: unique(found.flatMap(({ origin }) => origin?.because ?? [])),
  });
  const originOf = (pointer: string): SourcePlaces => {
    const leaf = exact.get(pointer);
    if (leaf !== undefined) return leaf;
    const below = leaves.filter((one) => one.pointer.startsWith(`${pointer}/`));
    if (below.length > 0) return gather(below);
    return pointer === "" ? { from: [], because: [] } : originOf(pointer.slice(0, pointer.lastIndexOf("/")));
  };
  return { originOf, unread };
}

/** Puts the first map behind the second: origins that speak of a case speak of the document then. */
export function composeOrigins<Origin extends SourcePlaces>(origin: Origin, first: PointerTrace): Origin {
  const from = origin.from.map(first.originOf);
  const because = origin.because.map(first.originOf);
  return {
    ...origin,
    from: unique(from.flatMap((one) => one.from)),
    // What decided about a value in the case decided about what became of it.
    because: unique([...because.flatMap((one) => one.from), ...[...from, ...because].flatMap((one) => one.because)]),
  };
}

function unique(pointers: readonly string[]): readonly string[] {
  return [...new Set(pointers)];
}
