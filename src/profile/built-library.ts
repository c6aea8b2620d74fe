import type { StructureDefinition } from "@medplum/fhirtypes";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  CheckLibrary,
  InvariantLibrary,
  InvariantTable,
  StructureLibrary,
  TerminologyTable,
} from "../structure/index.ts";

/** Where the build puts what validators read; beside src in the checkout and in the package. */
const BUILT = fileURLToPath(new URL("../../build/validators", import.meta.url));

interface StructureIndex {
  readonly files: Readonly<Record<string, string>>;
  /** The urls of those that are types and no profiles. */
  readonly types: readonly string[];
  readonly vitalSigns: Readonly<Record<string, string>>;
  /** As `extendedElements` gives them. */
  readonly extended: readonly string[];
}

/** Structures of the build; `types` reads every one that is no profile. */
export interface BuiltStructures extends StructureLibrary {
  readonly types: () => readonly StructureDefinition[];
  /** The elements that extensions of R4 and of ours have as their place. */
  readonly extended: readonly string[];
}

/**
 * Opens the structures of R4 and of ours that the build left; each is read when it is first asked for.
 *
 * @throws Error that says what to run where nothing was built
 */
export function openBuiltStructures(): BuiltStructures {
  const { files, types, vitalSigns, extended } = readBuilt("structures.json") as StructureIndex;
  const read = new Map<string, StructureDefinition>();
  const structure = (url: string): StructureDefinition | undefined => {
    const file = Object.hasOwn(files, url) ? files[url] : undefined;
    if (file === undefined) return undefined;
    const found = read.get(url) ?? (readBuilt(join("structures", file)) as StructureDefinition);
    read.set(url, found);
    return found;
  };
  return { vitalSigns, extended, structure, types: () => types.flatMap((url) => structure(url) ?? []) };
}

/** Opens the invariants that the build compiled; a module is loaded when a resource of its type comes. */
export function openBuiltInvariants(): InvariantLibrary {
  const load = createRequire(import.meta.url);
  const loaded = new Map<string, InvariantTable | undefined>();
  return {
    types: readBuilt("types.json") as InvariantLibrary["types"],
    invariants(type) {
      if (!loaded.has(type)) {
        const file = join(BUILT, "invariants", `${type}.js`);
        const isThere = /^[A-Za-z]+$/.test(type) && existsSync(file);
        loaded.set(type, isThere ? (load(file) as { readonly invariants: InvariantTable }).invariants : undefined);
      }
      return loaded.get(type);
    },
  };
}

/** Opens the checks that the build compiled; a module is loaded when a resource asks for it. */
export function openBuiltChecks(types: InvariantLibrary["types"]): CheckLibrary {
  const files = readBuilt("checks.json") as Readonly<Record<string, string>>;
  const load = createRequire(import.meta.url);
  const linkOf = (file: string): unknown => (load(join(BUILT, "checks", file)) as { readonly link: unknown }).link;
  return {
    types: () => types,
    dataTypes: () => linkOf("data-types.js") as ReturnType<CheckLibrary["dataTypes"]>,
    structure(url) {
      const file = Object.hasOwn(files, url) ? files[url] : undefined;
      return file === undefined ? undefined : (linkOf(file) as ReturnType<CheckLibrary["structure"]>);
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
