/**
 * The compiler of checks: StructureDefinitions as trees come in, JavaScript modules go out.
 *
 * A check is straight-line code that says whether a value surely has no issue; `runtime/clean` is what it calls. One file a rule
 * in `rule/`, which writes what the file of that name in `../check/` says in words.
 */
export { compileDataTypes, compileStructure, type Compilation, type CompiledModule } from "./compile-module.ts";
export type { InvariantFault } from "./emission.ts";
