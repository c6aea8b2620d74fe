/**
 * Invariants: those of structures in, a module of JavaScript out; and what asks the compiled ones of a value.
 *
 * Ruled by https://hl7.org/fhir/R4/conformance-rules.html#constraints; FHIRPath itself is compiled by its own folder.
 */
export { collectInvariants } from "./collect-invariants.ts";
export { createCompiledHolds, type InvariantLibrary, type InvariantTable } from "./compiled-holds.ts";
export { emitInvariants, invariantKey, type InvariantFault, type InvariantSource } from "./emit-invariants.ts";
