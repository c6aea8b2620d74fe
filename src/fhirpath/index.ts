/**
 * FHIRPath: text to a tree with offsets, and the tree to JavaScript.
 *
 * In: expressions of maps and profiles, and StructureDefinitions for types; out: code for the modules that the compilers
 * write. Ruled by https://hl7.org/fhirpath/N1/ and https://hl7.org/fhir/R4/fhirpath.html. No interpreter: what cannot be
 * compiled is a fault that names it and its place. `runtime/` is what the code calls.
 */
export { compileCondition, compileExpression } from "./compile.ts";
export type { Compiled } from "./compile.ts";
export { amendedInvariant } from "./amended.ts";
export { compileInvariant, explainInvariant } from "./invariant.ts";
export type { InvariantSite } from "./invariant.ts";
export { positionAt, readToken } from "./lex.ts";
export type { Token } from "./lex.ts";
export { readElement } from "./element.ts";
export { createModel, propertyOf } from "./model.ts";
export type { ElementModel, Model, StructureDefinition, TypeModel } from "./model.ts";
export { asSingle } from "./items.ts";
export { isTemporal, kindOf } from "./operand.ts";
export type { Context, Kind, Operand } from "./operand.ts";
export { textPiece } from "./operator/index.ts";
export { isStructural } from "./structural.ts";
export { typeTable } from "./type-table.ts";
export { parseExpression } from "./parse.ts";
export type { Parsed } from "./parse.ts";
export type { Expression, Fault } from "./tree.ts";
