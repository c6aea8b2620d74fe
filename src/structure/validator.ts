import type { Issue } from "../fhir/index.ts";
import {
  isObject,
  profileIssue,
  type Around,
  type CheckContext,
  type Holds,
  type JsonObject,
} from "./check-context.ts";
import type { Definitions } from "./definitions.ts";
import { inDocumentOrder } from "./document-order.ts";
import { checkBundle, createBundleResolver, type BundleResolver } from "./runtime/bundle/index.ts";
import { checkElementIds } from "./runtime/narrative/index.ts";
import type { Terminology } from "./terminology/index.ts";
import { walkTree } from "./walk.ts";

/** What a validator stands on. */
export interface ValidatorWorld {
  readonly definitions: Definitions;
  readonly terminology: Terminology;
  readonly holds: Holds;
  /** Says of a resource that it surely has no issue, so that the walk need not look; without it the walk looks at all. */
  readonly isClean?: ((resource: JsonObject, profiles: readonly string[]) => boolean) | undefined;
  /** A resource that a reference outside the Bundle leads to, where it is at hand. */
  readonly find?: ((reference: string) => JsonObject | undefined) | undefined;
  /** Whether addresses of examples may stand for others; they may unless this is false. */
  readonly allowsExamples?: boolean | undefined;
  /** Whether a reference to nothing that is at hand is an error. */
  readonly needsTargets?: boolean | undefined;
  /** The instant of the check, for bounds relative to it; they are not checked without. */
  readonly now?: (() => string) | undefined;
}

/** Checks resources against one set of definitions. */
export interface Validator {
  /**
   * Every issue of a resource, in document order and without repeats: by the profiles given, those that it declares, and its
   * type; in a Bundle of every entry too.
   *
   * @param resource parsed JSON of any shape
   */
  readonly check: (resource: unknown, profiles?: readonly string[]) => readonly Issue[];
}

const BASE = "https://hl7.org/fhir/R4/resource.html";

/** Makes a validator; https://hl7.org/fhir/R4/validation.html */
export function createValidator(world: ValidatorWorld): Validator {
  return { check: (resource, profiles = []) => checkRoot(world, resource, profiles) };
}

function checkRoot(world: ValidatorWorld, resource: unknown, profiles: readonly string[]): readonly Issue[] {
  if (!isObject(resource) || typeof resource["resourceType"] !== "string") {
    const message = "A resource with its resourceType was expected, found none.";
    return [profileIssue("structure", "resource-type", message, "Resource", BASE)];
  }
  if (world.isClean?.(resource, profiles) === true) return [];
  const issues: Issue[] = [];
  const report = (issue: Issue): void => void issues.push(issue);
  const around = aroundRoot(resource, undefined, world);
  const path = resource["resourceType"];
  // Who asks for a profile wants to know that it was not asked; what a resource declares may be known elsewhere.
  const isKnown = (canonical: string) => world.definitions.tree(canonical) !== undefined;
  for (const canonical of profiles) if (!isKnown(canonical)) report(unknownAsked(canonical, path));
  checkResource(world, resource, path, around, profiles.filter(isKnown), report, new Map());
  return inDocumentOrder(resource, issues);
}

function contextOf(
  { definitions, terminology, holds, allowsExamples = true, needsTargets = false, now }: ValidatorWorld,
  around: Around,
  report: (issue: Issue) => void,
  running: Running,
): CheckContext {
  const world = { definitions, terminology, holds, allowsExamples, needsTargets, ...(now && { now }) };
  return { ...world, around, report, conforms: conformsIn(world, running) };
}

/** Values whose conformance is being found out, so that references in circles come to an end. */
type Running = Map<unknown, Map<string, boolean | "running">>;

function checkResource(
  world: ValidatorWorld,
  resource: JsonObject,
  path: string,
  around: Around,
  profiles: readonly string[],
  report: (issue: Issue) => void,
  running: Running,
): void {
  const { definitions } = world;
  const type = String(resource["resourceType"]);
  const base = definitions.tree(type);
  if (base?.kind !== "resource" || base.isProfile || base.isAbstract) {
    report(
      profileIssue("structure", "resource-type", `${path} needs a resource type of R4, found another.`, path, BASE),
    );
    return;
  }
  const context = contextOf(world, around, report, running);
  const declared = declaredProfiles(resource);
  const besides = declared.flatMap(definitions.besides);
  const canonicals = [...new Set([...profiles, ...declared, ...besides, ...vitalSigns(resource, definitions)])];
  const trees = canonicals.flatMap((canonical) => {
    const tree = definitions.tree(canonical);
    if (tree === undefined) report(unknownProfile(canonical, path));
    else if (tree.type !== type) report(profileOfOtherType(canonical, tree.type, path));
    return tree?.type === type ? [tree] : [];
  });
  const isBaseIn = trees.some(({ isProfile }) => isProfile);
  const checkInner = innerChecker(world, around, report, running);
  for (const tree of isBaseIn ? trees : [base]) walkTree(tree, resource, path, context, checkInner);
  if (around.resource === around.root) checkElementIds(resource, path, report);
  if (type === "Bundle") checkBundle(resource, path, report);
}

/** How resources inside are checked: by themselves, each once by its own profiles and once by every other that is named for it. */
function innerChecker(
  world: ValidatorWorld,
  around: Around,
  report: (issue: Issue) => void,
  running: Running,
): (inner: JsonObject, path: string, profiles: readonly string[]) => void {
  const seen = new Set<string>();
  return (inner, path, profiles) => {
    // Several profiles walk over the same resource inside.
    const key = `${path} ${profiles.join(" ")}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (typeof inner["resourceType"] !== "string") {
      report(profileIssue("structure", "resource-type", `${path} needs a resourceType, found none.`, path, BASE));
      return;
    }
    checkResource(world, inner, path, around.inner(inner), profiles, report, running);
  };
}

/** What a resource stands in that is no one's part, or an entry of a Bundle. */
function aroundRoot(
  resource: JsonObject,
  bundle: InBundle | undefined,
  { find }: Pick<ValidatorWorld, "find">,
): Around {
  const contained = objectsIn(resource["contained"]);
  const resolver = resolverOf(resource);
  const around: Around = {
    resource,
    root: resource,
    resolve(reference) {
      if (reference === "#") return { resource, mode: "contained", around };
      if (reference.startsWith("#")) {
        const part = contained.find(({ id }) => id === reference.slice(1)) ?? resolver?.resolveAnywhere(reference);
        return part && { resource: part, mode: "contained", around: around.inner(part) };
      }
      const own = resolver?.resolveAnywhere(reference);
      if (own) return { resource: own, mode: "bundled", around: around.inner(own) };
      const bundled = bundle?.resolver.resolve(reference, bundle.fullUrl);
      if (bundled && bundle) return { resource: bundled, mode: "bundled", around: bundle.around.inner(bundled) };
      const found = find?.(reference);
      return found && { resource: found, mode: "referenced", around: aroundRoot(found, undefined, { find }) };
    },
    inner(part) {
      if (contained.includes(part)) return { ...around, resource: part };
      const fullUrl = resolver?.entryOf(part)?.["fullUrl"];
      return aroundRoot(
        part,
        resolver && { resolver, fullUrl: typeof fullUrl === "string" ? fullUrl : undefined, around },
        { find },
      );
    },
  };
  return around;
}

/** The resources that stand side by side in a Bundle or in Parameters, where an address is a type and an id. */
function resolverOf(resource: JsonObject): BundleResolver | undefined {
  if (resource["resourceType"] === "Bundle") return createBundleResolver(resource);
  if (resource["resourceType"] !== "Parameters") return undefined;
  return createBundleResolver({ entry: resourcesOf(objectsIn(resource["parameter"])) });
}

function resourcesOf(parameters: readonly JsonObject[]): readonly JsonObject[] {
  return parameters.flatMap(({ resource, part }) => [
    ...(isObject(resource) ? [{ resource }] : []),
    ...resourcesOf(objectsIn(part)),
  ]);
}

interface InBundle {
  readonly resolver: BundleResolver;
  readonly fullUrl: string | undefined;
  /** Of the Bundle itself. */
  readonly around: Around;
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isObject) : [];
}

function conformsIn(world: ValidatorWorld, running: Running): CheckContext["conforms"] {
  return (value, profile, around) => {
    const tree = world.definitions.tree(profile);
    if (tree === undefined || !isObject(value)) return tree === undefined;
    const known = running.get(value) ?? new Map<string, boolean | "running">();
    running.set(value, known);
    const before = known.get(tree.url);
    // What is asked in a circle is taken to hold, as long as nothing else speaks against it.
    if (before !== undefined) return before === "running" || before;
    known.set(tree.url, "running");
    const verdict = passes(world, tree, value, around, running);
    known.set(tree.url, verdict);
    return verdict;
  };
}

function passes(
  world: ValidatorWorld,
  tree: NonNullable<ReturnType<Definitions["tree"]>>,
  value: JsonObject,
  around: Around,
  running: Running,
): boolean {
  let errors = 0;
  const report = ({ severity }: Issue): void => {
    if (severity === "error" || severity === "fatal") errors++;
  };
  if (tree.kind === "resource" && value["resourceType"] !== tree.type) return false;
  const context = contextOf(world, around, report, running);
  walkTree(tree, value, tree.type, context, () => undefined);
  return errors === 0;
}

function declaredProfiles(resource: JsonObject): readonly string[] {
  const meta = resource["meta"];
  const profiles = isObject(meta) && Array.isArray(meta["profile"]) ? (meta["profile"] as readonly unknown[]) : [];
  return profiles.filter((profile) => typeof profile === "string");
}

/** R4 asks that an Observation with the code of a vital sign keeps its profile. */
function vitalSigns(resource: JsonObject, { vitalSign }: Definitions): readonly string[] {
  if (resource["resourceType"] !== "Observation") return [];
  const code = resource["code"];
  const codings = isObject(code) && Array.isArray(code["coding"]) ? (code["coding"] as readonly unknown[]) : [];
  return codings.flatMap((coding) => {
    const profile =
      isObject(coding) && typeof coding["system"] === "string" && typeof coding["code"] === "string"
        ? vitalSign(coding["system"], coding["code"])
        : undefined;
    return profile ?? [];
  });
}

const OUR_BASE = "https://kypho-fhir.github.io/fhir/";

function unknownAsked(canonical: string, path: string): Issue {
  const message = `${path} was to be checked against ${canonical}, a profile that is not known here.`;
  return profileIssue("not-found", "profile-not-found", message, path, "type.profile");
}

function unknownProfile(canonical: string, place: string): Issue {
  const path = `${place}.meta.profile`;
  const message = `${path} names a profile that is not known here.`;
  // One of ours that we do not know is a misspelt one.
  const severity = canonical.startsWith(OUR_BASE) ? "error" : "warning";
  return { ...profileIssue("not-found", "unknown-profile", message, path, "type.profile"), severity };
}

function profileOfOtherType(canonical: string, type: string, place: string): Issue {
  const path = `${place}.meta.profile`;
  const message = `${path} names ${canonical}, a profile of ${type}.`;
  return profileIssue("structure", "profile-type", message, path, "type.profile");
}
