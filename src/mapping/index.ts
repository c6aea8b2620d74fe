/**
 * The stage that maps: a valid case comes in, a transaction Bundle in the neutral form goes out.
 *
 * The content is the business of mappings/, compiled to a module; here it is run, and part names become identities
 * (fhir-content of the project: docs/mapping.md). Pure: the same case gives the same bytes.
 */
export type { Versions } from "./assign-identities.ts";
export { canonicalHash } from "../json/index.ts";
export { caseHash } from "./case-hash.ts";
export { contentHashOf } from "./content-hash.ts";
export { mapCase, runMap, type MapProduct } from "./map-case.ts";
export { createInputPlaces } from "./input-places.ts";
export { isConstant } from "./origin.ts";
export type { CaseOrigins, ConceptMapRow, InputPlace, MapPlace, Origin, OriginOfLeaf, UnfiredRule } from "./origin.ts";
export { readOrigins, type OriginsSource } from "./read-origins.ts";
export { traceCase, type RecordedOrigins, type TracedCase } from "./trace-case.ts";
export type { MappedBundle } from "./mapped-bundle.ts";
export { nameUrn } from "./name-urn.ts";
export { VERSIONS } from "../../build/maps/versions.js";
