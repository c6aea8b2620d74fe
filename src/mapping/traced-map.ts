import { createRequire } from "node:module";

type TracedMap = typeof import("../../build/maps/kyphoplasty.traced.js");

let loaded: TracedMap | undefined;

/** The map that records origins; loaded with the first question, since it is three times the size of the other. */
export function tracedMap(): TracedMap {
  loaded ??= createRequire(import.meta.url)("../../build/maps/kyphoplasty.traced.js") as TracedMap;
  return loaded;
}
