import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel } from "../fhirpath/index.ts";
import {
  collectInvariants,
  emitInvariants,
  type Definitions,
  type InvariantFault,
  type InvariantLibrary,
  type InvariantSource,
  type InvariantTable,
} from "../structure/index.ts";

/**
 * Compiles the invariants of structures that are not of the build and puts them before those that are.
 *
 * The module is written to a folder of its own, loaded and removed again.
 *
 * @param readTypes the types that expressions may speak of
 * @returns the library, and the invariants that cannot be compiled: they are not asked
 */
export function withInvariantsOf(
  brought: readonly Resource[],
  definitions: Definitions,
  library: InvariantLibrary,
  readTypes: () => readonly StructureDefinition[],
): { readonly library: InvariantLibrary; readonly faults: readonly InvariantFault[] } {
  const structures = brought.filter((one): one is StructureDefinition => one.resourceType === "StructureDefinition");
  const sources = structures
    .flatMap(({ url }) => {
      const tree = definitions.tree(url);
      return tree === undefined ? [] : collectInvariants(tree, definitions);
    })
    .filter((source) => !isBuilt(source, library));
  if (sources.length === 0) return { library, faults: [] };
  const model = createModel([...structures, ...readTypes()]);
  // Source in a checkout, compiled in the published package; the runtime is beside this module as it is.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const runtime = new URL(`../fhirpath/runtime/index.${extension}`, import.meta.url).href;
  const { javascript, faults } = emitInvariants(sources, model, runtime);
  const table = loadModule(javascript);
  return {
    faults,
    library: { ...library, invariants: (type) => ({ ...library.invariants(type), ...table }) },
  };
}

function isBuilt({ type, expression }: InvariantSource, library: InvariantLibrary): boolean {
  const [root = ""] = type.split(".", 1);
  return library.invariants(root)?.[`${type} ${expression}`] !== undefined;
}

function loadModule(javascript: string): InvariantTable {
  const folder = mkdtempSync(join(tmpdir(), "kypho-invariants-"));
  try {
    const file = join(folder, "invariants.mjs");
    writeFileSync(file, javascript);
    return (createRequire(import.meta.url)(file) as { readonly invariants: InvariantTable }).invariants;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
