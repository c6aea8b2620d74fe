/**
 * The way in: bytes to a ValidCase, or to every issue at once with pointer, line and column.
 *
 * Rules: the schema KyphoplastyCase of openapi.yaml (JSON Schema 2020-12, checked by a module that
 * scripts/build-schemas.ts generates), RFC 8259 for the grammar, and the rules across fields in rule/.
 * What a case becomes in FHIR is the business of mapping. `schema/` is the compiler and is used at build time only.
 */
export type { KyphoplastyCase } from "../../build/schemas/case.js";
export { findExcess, type Excess } from "./excess.ts";
export { FORMATS, formatOf, readCases, type CaseFormat, type CaseText } from "./format/index.ts";
export { levelOf } from "./level.ts";
export { MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_FIELDS } from "./limits.ts";
export { pointerToPath } from "./pointer.ts";
export type { Location } from "./places.ts";
export { locate, scan, type Scan } from "./scan.ts";
export { validateCase, type ValidateCaseOptions, type ValidCase } from "./validate-case.ts";
export { validateDocument, type SchemaModule } from "./validate-document.ts";
