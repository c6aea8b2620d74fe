/**
 * Reads what a traced module recorded: where every value of a target comes from, and which rules did not fire.
 *
 * In: the flat list of a run, the module's own tables (`sites`, `conceptMaps`, `meta.rules`), and the source that it ran on;
 * out: for every leaf its origin as JSON pointers into the source. Nothing is guessed: what is not in the records is not told.
 * Where a pointer stands in the bytes, and what a step after the map adds, is left to others.
 */
export { pointersTo, stepsOf, valueAt } from "./pointer.ts";
export { readTrace } from "./read-trace.ts";
export type { Leaf, LeafOrigin, MadeFor, Miss, TraceReader, TraceTables, Translation } from "./read-trace.ts";
export type { Site, SitePart } from "./site.ts";
