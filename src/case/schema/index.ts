/**
 * The compiler of a case schema: what openapi.yaml says about a case, as a validator, as a counter of fields, as a printer of the canonical
 * form, as types and as a FHIR logical model. In comes the schema and the ConceptMaps that list its codes, out come
 * texts and resources; the caller writes them. It runs at build time, and again when a site brings a schema of its own,
 * never while a case is read.
 *
 * Rules: JSON Schema 2020-12 and https://hl7.org/fhir/R4/structuredefinition.html#logical.
 */
export { toCanonicalDeclarations, toCanonicalModule } from "./canonical-module.ts";
export { LEVELS_DECLARATIONS, sourceCodes, toLevelsModule, withCodeLists, type ConceptMaps } from "./code-lists.ts";
export { toDeclarations } from "./declarations.ts";
export { FIELDS_DECLARATIONS, toFieldsModule } from "./fields-module.ts";
export { resolveSchema, schemaAt, type JsonSchema } from "./json-schema.ts";
export { toLogicalModel, type LogicalModelOptions } from "./logical-model.ts";
export { readSchema } from "./read-schema.ts";
export { toValidatorModule } from "./validator-module.ts";
