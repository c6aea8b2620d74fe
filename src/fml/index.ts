/**
 * The compiler of FHIR Mapping Language (R4): maps in, JavaScript modules out.
 *
 * Phases: `parseMap` (text to a tree with positions), link, check, emit; `compileMap` runs the last three, and `loadMap` imports
 * what they give. `toStructureMap` gives the R4 resource, `printMap` the text of one. Ruled by
 * https://hl7.org/fhir/R4/mapping-language.html and, where that is open, by what HL7's Java engine does
 * (docs/spec-readings.md). What is not supported is refused by name, line and column. Ids and requests are left to `mapping`.
 *
 * A module exports a function for its first group, and for each other group with typed inputs that nothing calls:
 * `kyphoplasty(source, run)` takes the plain JSON value of each source, makes the target and returns it. `run` gathers
 * `references` (every Reference whose `reference` a rule set, once each, in order; those inside copied source objects are
 * not among them) and `issues` (failed checks, casts, translations, expressions with several values; the result must
 * then not be used). The source is never changed; the result shares its objects and the module's constants, so only
 * the References in `run` may be changed. `meta` holds url, version, name and file of the map and its rules (id, group, name, file,
 * line, column), which later give origins their identity. A decimal in the source is a number or a `JSON.rawJSON` object.
 */
export { compileMap, examineMap } from "./compile.ts";
export type { CompiledMap } from "./compile.ts";
export { createWorld } from "./create-world.ts";
export type { KnownResource } from "./create-world.ts";
export type { ModuleOptions } from "./emit.ts";
export { reachable } from "./link.ts";
export type { World } from "./link.ts";
export { loadMap } from "./load-map.ts";
export type { RunnableMap } from "./load-map.ts";
export { printMapIssue } from "./map-issue.ts";
export type { MapIssue } from "./map-issue.ts";
export { parseMap } from "./parse.ts";
export { printMap, readStructureMap } from "./print-map.ts";
export { toStructureMap } from "./structure-map.ts";
export type { StructureMap } from "./structure-map.ts";
export type { CodeSystem, ConceptMap } from "./terminology.ts";
export type { MapTree } from "./tree.ts";
