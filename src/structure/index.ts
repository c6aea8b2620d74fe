/**
 * Validation by StructureDefinitions: definitions come in, a validator that tells every issue of a resource goes out.
 *
 * Structures become trees (`tree/`), from their snapshots or from differentials over their bases; the walk asks the checks
 * (`check/`, one file each) of every element. Terminology and the rules of formats, narratives and Bundles have folders of
 * their own. https://hl7.org/fhir/R4/profiling.html
 */
export { createCleanChecker, type CheckLibrary, type CleanChecker } from "./clean-checker.ts";
export { compileDataTypes, compileStructure, type Compilation, type CompiledModule } from "./compile/index.ts";
export {
  createDefinitions,
  extendedElements,
  readVitalSigns,
  type Definitions,
  type StructureLibrary,
} from "./definitions.ts";
export { slimStructure } from "./slim.ts";
export type { Holds, InvariantQuestion } from "./check-context.ts";
export { collectInvariants } from "./invariant/collect-invariants.ts";
export { createCompiledHolds, type InvariantLibrary, type InvariantTable } from "./invariant/compiled-holds.ts";
export { emitInvariants, type InvariantFault, type InvariantSource } from "./invariant/emit-invariants.ts";
export { createTerminology, slimSources, type Terminology, type TerminologyTable } from "./terminology/index.ts";
export { createValidator, type Validator, type ValidatorWorld } from "./validator.ts";
