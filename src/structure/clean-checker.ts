import type { Issue } from "../fhir/index.ts";
import type { TypeTable } from "../fhirpath/runtime/index.ts";
import { checkExtension } from "./check/extension.ts";
import type { CheckContext, JsonObject } from "./check-context.ts";
import type { Definitions } from "./definitions.ts";
import {
  BundleState,
  isCleanResource,
  KeptCode,
  KeptConstants,
  type CleanCheck,
  type CleanLinks,
  type CleanWorld,
  type ExtensionPlace,
} from "./runtime/clean/index.ts";
import type { Terminology } from "./terminology/index.ts";
import { isSubtype } from "./tree/subtype.ts";

/** The modules of compiled checks. */
export interface CheckLibrary {
  /** Links the checks of all data types. */
  readonly dataTypes: () => (links: CleanLinks) => Readonly<Record<string, CleanCheck>>;
  /** Links the check of a structure; undefined where it was not compiled. */
  readonly structure: (url: string) => ((links: CleanLinks) => CleanCheck) | undefined;
  readonly types: () => TypeTable;
}

/** Says which resources surely have no issue. */
export interface CleanChecker {
  /** True where the walk would report nothing, of any severity; else the walk has to look. */
  readonly isClean: (resource: JsonObject, profiles: readonly string[]) => boolean;
  /** The same of a Bundle whose references all lead to its own entries. */
  readonly isCleanAndClosed: (bundle: JsonObject) => boolean;
}

/** Places come from the outside too; more extensions than this are left to the walk. */
const MOST_KNOWN = 1000;

/** Links compiled checks to one set of definitions and its terminology; a module is loaded when a resource asks for it. */
export function createCleanChecker(
  definitions: Definitions,
  terminology: Terminology,
  library: CheckLibrary,
): CleanChecker {
  const linked = new Map<string, CleanCheck | undefined>();
  const isCompiled = (url: string): boolean => {
    if (!linked.has(url)) linked.set(url, library.structure(url)?.(links));
    return linked.get(url) !== undefined;
  };
  const handles = new Map<string, CleanCheck>();
  // One handle a structure: a check is known by it before it is loaded.
  const structure = (url: string): CleanCheck => {
    const known = handles.get(url);
    if (known) return known;
    let check: CleanCheck | undefined;
    const handle: CleanCheck = (self, scope) => {
      check ??= isCompiled(url) ? linked.get(url) : undefined;
      return check?.(self, scope) ?? false;
    };
    handles.set(url, handle);
    return handle;
  };
  const links: CleanLinks = {
    get types() {
      return dataTypes();
    },
    bind: terminology.bind,
    structure,
    target: (allowed, modes) => ({
      allowed: allowed && new Map(Object.entries(allowed).map(([type, urls]) => [type, urls.map(structure)])),
      modes,
    }),
    kept: (check) => new KeptConstants(check, world),
    keptCode: (check) => new KeptCode(check),
    holder: (place) => ({ ...place, known: new Map() }),
  };
  let types: Readonly<Record<string, CleanCheck>> | undefined;
  const dataTypes = () => (types ??= library.dataTypes()(links));
  const world: CleanWorld = {
    terminology,
    typeTable: library.types,
    dataType: (type) => dataTypes()[type] ?? (() => false),
    isSubtype: (type, ancestor) => type === ancestor || isSubtype(type, ancestor, definitions),
    checksOf: createSelector(definitions, isCompiled, structure),
    placeExtension(place, url) {
      const check = place.known.size < MOST_KNOWN ? decide(place, url) : undefined;
      const kept = check && new KeptConstants(check, world);
      place.known.set(url, kept);
      return kept;
    },
  };
  const decide = (place: ExtensionPlace, url: string): CleanCheck | undefined => {
    const contexts = definitions.structure(url)?.context ?? [];
    if (contexts.some(({ type }) => type === "fhirpath")) return undefined;
    const issues: Issue[] = [];
    const nowhere = { resource: {}, root: {}, resolve: () => undefined, inner: () => nowhere };
    const context: CheckContext = {
      definitions,
      terminology,
      around: nowhere,
      allowsExamples: true,
      needsTargets: false,
      holds: () => false,
      conforms: () => false,
      report: (issue) => void issues.push(issue),
    };
    const tree = checkExtension({ url }, place.isModifier, place, "", context);
    if (issues.length > 0) return undefined;
    if (tree === undefined) return world.dataType("Extension");
    return isCompiled(tree.url) ? structure(tree.url) : undefined;
  };
  const run = (resource: JsonObject, profiles: readonly string[], own?: BundleState): boolean => {
    try {
      return isCleanResource(world, resource, profiles, own);
    } catch {
      // Checks trust the shape that they have looked at; where that is wrong, or a question has no answer here, the walk tells.
      return false;
    }
  };
  return {
    isClean: (resource, profiles) => run(resource, profiles),
    isCleanAndClosed: (bundle) => run(bundle, [], new BundleState(bundle, true)),
  };
}

/** Finds the checks that a resource has to pass: by its profiles, or where there are none by its type. */
function createSelector(
  definitions: Definitions,
  isCompiled: (url: string) => boolean,
  structure: (url: string) => CleanCheck,
): CleanWorld["checksOf"] {
  interface Found {
    readonly type: string;
    readonly isProfile: boolean;
    readonly check: CleanCheck;
    readonly alone: readonly CleanCheck[];
    /** Further profiles are asked of every resource that declares this one. */
    readonly hasOthers: boolean;
  }
  const known = new Map<string, Found>();
  const find = (canonical: string): Found | undefined => {
    const before = known.get(canonical);
    if (before) return before;
    const tree = definitions.tree(canonical);
    if (tree?.kind !== "resource" || tree.isAbstract || !isCompiled(tree.url)) return undefined;
    const check = structure(tree.url);
    const hasOthers = definitions.besides(canonical).length > 0;
    const found = { type: tree.type, isProfile: tree.isProfile, check, alone: [check], hasOthers };
    known.set(canonical, found);
    return found;
  };
  return (resource, profiles) => {
    const { resourceType: type, meta } = resource;
    if (typeof type !== "string") return undefined;
    const declared = profilesIn(meta);
    if (declared === undefined) return undefined;
    const vital = type === "Observation" ? vitalSignsOf(resource, definitions) : NONE;
    const only = declared[0];
    // The usual case, without a list made.
    if (only !== undefined && declared.length === 1 && profiles.length === 0 && vital.length === 0) {
      const found = find(only);
      if (found?.isProfile !== true || found.type !== type) return undefined;
      if (!found.hasOthers) return found.alone;
    }
    const besides = declared.flatMap(definitions.besides);
    const checks: CleanCheck[] = [];
    let hasProfile = false;
    for (const canonical of new Set([...profiles, ...declared, ...besides, ...vital])) {
      const found = find(canonical);
      if (found?.type !== type) return undefined;
      hasProfile ||= found.isProfile;
      checks.push(found.check);
    }
    if (hasProfile) return checks;
    const base = find(type);
    return base?.isProfile === false ? base.alone : undefined;
  };
}

const NONE: readonly string[] = [];

function profilesIn(meta: unknown): readonly string[] | undefined {
  if (meta === undefined) return NONE;
  if (typeof meta !== "object" || meta === null || !("profile" in meta)) return NONE;
  const { profile } = meta;
  return isTexts(profile) ? profile : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let at = 0; at < value.length; at++) if (typeof value[at] !== "string") return false;
  return true;
}

function vitalSignsOf(resource: JsonObject, { vitalSign }: Definitions): readonly string[] {
  const { code } = resource;
  const codings = typeof code === "object" && code !== null && "coding" in code ? code.coding : undefined;
  if (!Array.isArray(codings)) return NONE;
  let found: string[] | undefined;
  for (let at = 0; at < codings.length; at++) {
    const { system, code: value } = (codings as readonly JsonObject[])[at] as JsonObject;
    const profile = typeof system === "string" && typeof value === "string" ? vitalSign(system, value) : undefined;
    if (profile !== undefined) (found ??= []).push(profile);
  }
  return found ?? NONE;
}
