import type { Bundle, CodeSystem, Resource, ValueSet } from "@medplum/fhirtypes";
import type { Issue, Result } from "../fhir/index.ts";
import type { MappedBundle } from "../mapping/index.ts";
import {
  createCleanChecker,
  createCompiledHolds,
  createDefinitions,
  createTerminology,
  createValidator,
  type CheckLibrary,
  type InvariantLibrary,
  type InvariantTable,
  type TerminologyTable,
} from "../structure/index.ts";
import { withInvariantsOf } from "./brought-invariants.ts";
import {
  openBuiltChecks,
  openBuiltInvariants,
  openBuiltStructures,
  readBuiltTerminology,
  type BuiltStructures,
} from "./built-library.ts";
import { caseRules, hasOneSubject } from "./case-rules.ts";
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
  /** Whether a reference to nothing that is at hand is an error. */
  readonly needsTargets?: boolean;
  /** The instant of the check, for invariants that ask for it: ISO 8601 with a zone. */
  readonly now?: () => string;
  /** What the definitions given were compiled to; without it their invariants are compiled now, and they are walked. */
  readonly compiled?: CompiledDefinitions;
  /** Profiles that ask more of every resource that declares another one, by that other one. */
  readonly extending?: ReadonlyMap<string, readonly string[]>;
}

/** The modules that definitions were compiled to. */
export interface CompiledDefinitions {
  readonly invariants: InvariantTable;
  /** Links the check of a structure; undefined for what is not among them. */
  readonly structure: CheckLibrary["structure"];
}

/**
 * Makes a checker on the definitions given and, behind them, those of the build: R4's and ours.
 *
 * @param definitions StructureDefinitions, ValueSets and CodeSystems, which hide the same urls of the build
 */
export function createProfileChecker(
  definitions: readonly Resource[] = [],
  { compiled, extending, ...options }: CheckerOptions = {},
): ProfileChecker {
  const built = openBuilt();
  const own = definitions.filter(
    (one): one is ValueSet | CodeSystem => one.resourceType === "ValueSet" || one.resourceType === "CodeSystem",
  );
  const structures = createDefinitions(definitions, built.structures, extending);
  const terminology = createTerminology([own, built.terminology.sources], built.terminology.units);
  const { library } =
    compiled === undefined
      ? withInvariantsOf(definitions, structures, built.invariants, built.structures.types)
      : { library: withInvariants(compiled.invariants, built.invariants) };
  const checks = withChecks(compiled, openBuiltChecks(built.invariants.types));
  const clean = answersForAll(compiled === undefined ? definitions : [], options)
    ? createCleanChecker(structures, terminology, checks)
    : undefined;
  const { check } = createValidator({
    definitions: structures,
    isClean: clean?.isClean,
    terminology,
    holds: createCompiledHolds(library, terminology, options.now ?? noClock),
    ...options,
  });
  return {
    checkResource: check,
    checkProfiles: (mapped) => {
      if (clean?.isCleanAndClosed(mapped as unknown as JsonObject) === true && hasOneSubject(mapped))
        return { ok: true, value: mapped as unknown as ConformantBundle };
      // Decimals that carry their text (JSON.rawJSON) become numbers for the check alone.
      const plain = JSON.parse(JSON.stringify(mapped)) as Bundle;
      const issues = [...check(plain), ...caseRules(plain)];
      const warnings = issues.filter(({ severity }) => severity !== "error" && severity !== "fatal");
      if (warnings.length < issues.length) return { ok: false, issues };
      return { ok: true, value: mapped as unknown as ConformantBundle, ...(warnings.length > 0 && { warnings }) };
    },
  };
}

/** Compiled invariants before those of the build. */
function withInvariants(table: InvariantTable, library: InvariantLibrary): InvariantLibrary {
  const merged = new Map<string, InvariantTable>();
  return {
    ...library,
    invariants(type) {
      const found = merged.get(type) ?? { ...library.invariants(type), ...table };
      merged.set(type, found);
      return found;
    },
  };
}

/** Compiled checks before those of the build. */
function withChecks(compiled: CompiledDefinitions | undefined, library: CheckLibrary): CheckLibrary {
  if (compiled === undefined) return library;
  return { ...library, structure: (url) => compiled.structure(url) ?? library.structure(url) };
}

/** Whether what the build compiled answers here as the walk does: nothing is brought and nothing asked beyond it. */
function answersForAll(
  definitions: readonly Resource[],
  { find, allowsExamples, needsTargets }: CheckerOptions,
): boolean {
  return definitions.length === 0 && find === undefined && allowsExamples !== false && needsTargets !== true;
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Built {
  readonly structures: BuiltStructures;
  readonly terminology: TerminologyTable;
  readonly invariants: InvariantLibrary;
}

// Files of the build, the same for the whole process.
let opened: Built | undefined;

function openBuilt(): Built {
  opened ??= {
    structures: openBuiltStructures(),
    terminology: readBuiltTerminology(),
    invariants: openBuiltInvariants(),
  };
  return opened;
}

/** The stage is pure: an invariant that asks for the time gets no answer, and so gives no verdict. */
function noClock(): never {
  throw new Error("This check has no clock.");
}
