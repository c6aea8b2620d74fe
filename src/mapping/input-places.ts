import type { Location } from "../case/index.ts";
import { valueAt } from "../fml/trace/index.ts";
import type { InputPlace } from "./origin.ts";

/** Tells where a value stands in the bytes that were received. */
export type Locate = (pointer: string) => Location | undefined;

/**
 * Makes the function that names places of a document.
 *
 * @param document as it was mapped, with what the service filled in
 * @param line     of the file on which the document begins
 */
export function createInputPlaces(document: unknown, locate: Locate, line = 1): (pointer: string) => InputPlace {
  const known = new Map<string, InputPlace>();

  function read(pointer: string): InputPlace {
    const found = locate(pointer);
    if (found !== undefined) {
      const { byteStart, byteEnd } = found;
      return { pointer, position: positionOf(found), byteStart, byteEnd };
    }
    const around = nearest(pointer);
    const state = valueAt(document, pointer) === undefined ? "absent" : "configured";
    return { pointer, ...(around && { position: positionOf(around) }), state };
  }

  function nearest(pointer: string): Location | undefined {
    let end = pointer.lastIndexOf("/");
    while (end >= 0) {
      const found = locate(pointer.slice(0, end));
      if (found !== undefined) return found;
      end = pointer.lastIndexOf("/", end - 1);
    }
    return undefined;
  }

  function positionOf(found: Location): { readonly line: number; readonly column: number } {
    return { line: found.line + line - 1, column: found.column };
  }

  return (pointer) => {
    const place = known.get(pointer) ?? read(pointer);
    known.set(pointer, place);
    return place;
  };
}
