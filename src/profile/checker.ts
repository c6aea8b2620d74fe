import type { Bundle, CodeSystem, Resource, ValueSet } from "@medplum/fhirtypes";
import { createInvariantEngine, type Issue, type Result } from "../fhir/index.ts";
import type { MappedBundle } from "../mapping/index.ts";
import {
  createDefinitions,
  createTerminology,
  createValidator,
  type Holds,
  type StructureLibrary,
  type TerminologyTable,
} from "../structure/index.ts";
import { openBuiltStructures, readBuiltTerminology } from "./built-library.ts";
import { caseRules } from "./case-rules.ts";
import type { ConformantBundle } from "./conformant-bundle.ts";

/** Checks against one set of definitions. */
export interface ProfileChecker {
  readonly checkProfiles: (mapped: MappedBundle) => Result<ConformantBundle>;
  readonly checkResource: (resource: unknown, profiles?: readonly string[]) => readonly Issue[];
}

/** What a checker may be given beyond definitions. */
export interface CheckerOptions {
  /** A resource that a reference leads to, where it is at hand. */
  readonly find?: (reference: string) => Readonly<Record<string, unknown>> | undefined;
  /** Whether addresses of `example.org` may stand for others, as in documentation; they may unless this is false. */
  readonly allowsExamples?: boolean;
}

/**
 * Makes a checker on the definitions given and, behind them, those of the build: R4's and ours.
 *
 * @param definitions StructureDefinitions, ValueSets and CodeSystems, which hide the same urls of the build
 */
export function createProfileChecker(
  definitions: readonly Resource[] = [],
  options: CheckerOptions = {},
): ProfileChecker {
  const { structures, terminology, holds } = openBuilt();
  const own = definitions.filter(
    (one): one is ValueSet | CodeSystem => one.resourceType === "ValueSet" || one.resourceType === "CodeSystem",
  );
  const { check } = createValidator({
    definitions: createDefinitions(definitions, structures),
    terminology: createTerminology([own, terminology.sources], terminology.units),
    holds,
    ...options,
  });
  return {
    checkResource: check,
    checkProfiles: (mapped) => {
      // Decimals that carry their text (JSON.rawJSON) become numbers for the check alone.
      const plain = JSON.parse(JSON.stringify(mapped)) as Bundle;
      const issues = [...check(plain), ...caseRules(plain)];
      const warnings = issues.filter(({ severity }) => severity !== "error" && severity !== "fatal");
      if (warnings.length < issues.length) return { ok: false, issues };
      return { ok: true, value: mapped as unknown as ConformantBundle, ...(warnings.length > 0 && { warnings }) };
    },
  };
}

interface Built {
  readonly structures: StructureLibrary;
  readonly terminology: TerminologyTable;
  readonly holds: Holds;
}

// Files of the build, the same for the whole process.
let built: Built | undefined;

function openBuilt(): Built {
  built ??= { structures: openBuiltStructures(), terminology: readBuiltTerminology(), holds: holdsByEngine() };
  return built;
}

/** Invariants by the interpreter; a backbone element's type is its path without dots there. */
function holdsByEngine(): Holds {
  const engine = createInvariantEngine();
  return (expression, { value, type, around }) =>
    engine.holds(expression, {
      value,
      type: type
        .split(".")
        .map((part, at) => (at === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
        .join(""),
      resource: around.resource as unknown as Resource,
      rootResource: around.root as unknown as Resource,
    });
}
