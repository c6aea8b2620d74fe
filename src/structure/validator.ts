import type { Issue } from "../fhir/index.ts";
import {
  isObject,
  profileIssue,
  type Around,
  type CheckContext,
  type Holds,
  type JsonObject,
  type Target,
} from "./check-context.ts";
import type { Definitions } from "./definitions.ts";
import { inDocumentOrder } from "./document-order.ts";
import { checkBundle, createBundleResolver } from "./runtime/bundle/index.ts";
import { checkElementIds } from "./runtime/narrative/index.ts";
import type { Terminology } from "./terminology/index.ts";
import { walkTree } from "./walk.ts";

/** What a validator stands on. */
export interface ValidatorWorld {
  readonly definitions: Definitions;
  readonly terminology: Terminology;
  readonly holds: Holds;
  /** A resource that a reference outside the Bundle leads to, where it is at hand. */
  readonly find?: (reference: string) => JsonObject | undefined;
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
  const issues: Issue[] = [];
  const report = (issue: Issue): void => void issues.push(issue);
  const around = aroundRoot(resource, undefined, world);
  checkResource(world, resource, resource["resourceType"], around, profiles, report, new Map());
  return inDocumentOrder(resource, issues);
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
  const context: CheckContext = { ...world, around, report, conforms: conformsIn(world, running) };
  const declared = declaredProfiles(resource);
  const canonicals = [...new Set([...profiles, ...declared, ...vitalSigns(resource, definitions)])];
  const trees = canonicals.flatMap((canonical) => {
    const tree = definitions.tree(canonical);
    if (tree === undefined) report(unknownProfile(canonical, path));
    else if (tree.type !== type) report(profileOfOtherType(canonical, tree.type, path));
    return tree?.type === type ? [tree] : [];
  });
  const isBaseIn = trees.some(({ isProfile }) => isProfile);
  const checkInner = innerChecker(world, resource, around, report, running);
  for (const tree of isBaseIn ? trees : [base]) walkTree(tree, resource, path, context, checkInner);
  if (around.resource === around.root) checkElementIds(resource, path, report);
  if (type === "Bundle") checkBundle(resource, path, report);
}

/** How resources inside are checked: contained ones as part of this one, those of entries by themselves. */
function innerChecker(
  world: ValidatorWorld,
  resource: JsonObject,
  around: Around,
  report: (issue: Issue) => void,
  running: Running,
) {
  const resolver = resource["resourceType"] === "Bundle" ? createBundleResolver(resource) : undefined;
  const seen = new Set<string>();
  return (inner: JsonObject, path: string): void => {
    // Several profiles walk over the same resource inside.
    if (seen.has(path)) return;
    seen.add(path);
    if (typeof inner["resourceType"] !== "string") {
      report(profileIssue("structure", "resource-type", `${path} needs a resourceType, found none.`, path, BASE));
      return;
    }
    const isContained = /\.contained\[\d+\]$/.test(path);
    const next = isContained
      ? { ...around, resource: inner }
      : aroundRoot(inner, resolver && { resolver, fullUrl: fullUrlOf(resource, path) }, world);
    checkResource(world, inner, path, next, [], report, running);
  };
}

function fullUrlOf(bundle: JsonObject, path: string): string | undefined {
  const index = /\.entry\[(\d+)\]\.resource$/.exec(path)?.[1];
  const entries = bundle["entry"];
  const entry: unknown = index !== undefined && Array.isArray(entries) ? entries[Number(index)] : undefined;
  return isObject(entry) && typeof entry["fullUrl"] === "string" ? entry["fullUrl"] : undefined;
}

interface InBundle {
  readonly resolver: ReturnType<typeof createBundleResolver>;
  readonly fullUrl: string | undefined;
}

function aroundRoot(resource: JsonObject, bundle: InBundle | undefined, { find }: ValidatorWorld): Around {
  const contained = Array.isArray(resource["contained"]) ? (resource["contained"] as readonly unknown[]) : [];
  const resolve = (reference: string): Target | undefined => {
    if (reference === "#") return { resource, mode: "contained" };
    if (reference.startsWith("#")) {
      const inner = contained.find((one) => isObject(one) && one["id"] === reference.slice(1));
      return isObject(inner) ? { resource: inner, mode: "contained" } : undefined;
    }
    const bundled = bundle?.resolver.resolve(reference, bundle.fullUrl);
    if (bundled) return { resource: bundled, mode: "bundled" };
    const referenced = find?.(reference);
    return referenced && { resource: referenced, mode: "referenced" };
  };
  return { resource, root: resource, resolve };
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
  const context: CheckContext = { ...world, around, report, conforms: conformsIn(world, running) };
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
