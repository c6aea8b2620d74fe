import { isObject } from "./compare.ts";

/** Slices by the code that tells each, with the system of that code and the slice's place among the others. */
export type SlicesByCode = ReadonlyMap<unknown, { readonly system: string; readonly place: number }>;

/** The place of the first slice that a coding of a concept belongs to; -1 where there is none. */
export function sliceOf(concept: unknown, slices: SlicesByCode): number {
  if (!isObject(concept) || !Array.isArray(concept["coding"])) return -1;
  const { coding } = concept;
  let place = -1;
  for (let at = 0; at < coding.length; at++) {
    const one: unknown = coding[at];
    const slice = isObject(one) ? slices.get(one["code"]) : undefined;
    if (slice === undefined || !isObject(one) || slice.system !== one["system"]) continue;
    if (place < 0 || slice.place < place) place = slice.place;
  }
  return place;
}
