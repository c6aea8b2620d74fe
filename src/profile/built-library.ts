import type { StructureDefinition } from "@medplum/fhirtypes";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StructureLibrary, TerminologyTable } from "../structure/index.ts";

/** Where the build puts what validators read; beside src in the checkout and in the package. */
const BUILT = fileURLToPath(new URL("../../build/validators", import.meta.url));

interface StructureIndex {
  readonly files: Readonly<Record<string, string>>;
  readonly vitalSigns: Readonly<Record<string, string>>;
}

/**
 * Opens the structures of R4 and of ours that the build left; each is read when it is first asked for.
 *
 * @throws Error that says what to run where nothing was built
 */
export function openBuiltStructures(): StructureLibrary {
  const { files, vitalSigns } = readBuilt("structures.json") as StructureIndex;
  const read = new Map<string, StructureDefinition>();
  return {
    vitalSigns,
    structure(url) {
      const file = Object.hasOwn(files, url) ? files[url] : undefined;
      if (file === undefined) return undefined;
      const structure = read.get(url) ?? (readBuilt(join("structures", file)) as StructureDefinition);
      read.set(url, structure);
      return structure;
    },
  };
}

/** Code systems, value sets and units of the build; a few milliseconds to read. */
export function readBuiltTerminology(): TerminologyTable {
  return readBuilt("terminology.json") as TerminologyTable;
}

function readBuilt(file: string): unknown {
  const path = join(BUILT, file);
  if (!existsSync(path)) throw new Error("The validators are not built: run `npm run build`.");
  return JSON.parse(readFileSync(path, "utf8"));
}
