import type { OriginatedCase } from "../explain/index.ts";
import type { InputPlace, Origin } from "../mapping/index.ts";
import { composeOrigins, type PointerTrace, type SourcePlaces } from "./pointer-trace.ts";

/** The document that a case was made of. */
export interface ReceivedDocument {
  readonly received: unknown;
  readonly trace: PointerTrace;
  /** Names a place of the document. */
  readonly place: (pointer: string) => InputPlace;
}

/** Origins through both maps: what speaks of places of a case speaks of the places of the document behind them. */
export function throughForm(asked: OriginatedCase, { received, trace, place }: ReceivedDocument): OriginatedCase {
  // What the service filled in stands in no document.
  const isOfService = ({ state }: InputPlace) => state === "configured";
  const pointersIn = (places: readonly InputPlace[]) =>
    places.filter((one) => !isOfService(one)).map(({ pointer }) => pointer);
  const toPlaces = (pointers: readonly string[], before: readonly InputPlace[]): readonly InputPlace[] => [
    ...pointers.map(place),
    ...before.filter(isOfService),
  ];
  const compose = <T extends { readonly from: readonly InputPlace[]; readonly because: readonly InputPlace[] }>(
    one: T,
  ): T => {
    const places: SourcePlaces = { from: pointersIn(one.from), because: pointersIn(one.because) };
    const composed = composeOrigins(places, trace);
    return { ...one, from: toPlaces(composed.from, one.from), because: toPlaces(composed.because, one.because) };
  };
  const through = (places: readonly InputPlace[]) => compose({ from: places, because: [] }).from;
  const { origins } = asked;
  return {
    ...asked,
    received,
    origins: {
      leaves: origins.leaves.map(({ pointer, origin }) => ({ pointer, origin: compose<Origin>(origin) })),
      unfired: origins.unfired.map((rule) => ({
        ...rule,
        source: through(rule.source),
        because: through(rule.because),
      })),
      unread: [...trace.unread.map(place), ...through(origins.unread)],
      madeFor: (pointer) => through(origins.madeFor(pointer)),
      place,
    },
  };
}
