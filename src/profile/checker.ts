import type { BundleEntry, Resource } from "@medplum/fhirtypes";
import { createInvariantEngine, elementPath, isR4ResourceType } from "../fhir/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import type { MappedBundle } from "../mapping/index.ts";
import { bundleRules } from "./bundle-rules.ts";
import type { ConformantBundle } from "./conformant-bundle.ts";
import { inDocumentOrder } from "./document-order.ts";
import { profileIssue, type CheckContext } from "./check-context.ts";
import { structureFaults } from "./structure-faults.ts";
import { canonicalOfType, createStructureSet } from "./structure-set.ts";
import { walkTree } from "./walk.ts";

/** Checks against one set of definitions. */
export interface ProfileChecker {
  readonly checkProfiles: (mapped: MappedBundle) => Result<ConformantBundle>;
  readonly checkResource: (resource: unknown, profiles?: readonly string[]) => readonly Issue[];
}

const OUR_BASE = "https://kypho-fhir.github.io/fhir/";

/**
 * Makes a checker on R4's definitions and the StructureDefinitions and ValueSets given.
 *
 * Takes about two seconds and 200 MB, since R4's own definitions are read; make one and keep it.
 */
export function createProfileChecker(definitions: readonly Resource[]): ProfileChecker {
  const structures = createStructureSet(definitions);
  const invariants = createInvariantEngine();

  const checkOne = (
    resource: Resource,
    place: string,
    around: Around,
    profiles: readonly string[],
  ): readonly Issue[] => {
    const issues: Issue[] = [];
    const report = (found: Issue): void => void issues.push(found);
    if (!isR4ResourceType(resource.resourceType)) {
      return [
        profileIssue(
          "structure",
          "resource-type",
          `${place} needs a resource type of R4, found another.`,
          place,
          "type",
        ),
      ];
    }
    const canonicals = [...new Set([...profiles, ...(resource.meta?.profile ?? [])])];
    const known = canonicals.filter((canonical) => {
      const tree = structures.tree(canonical);
      if (!tree) report(unknownProfile(canonical, place));
      else if (tree.type !== resource.resourceType) report(profileOfOtherType(canonical, tree.type, place));
      return tree?.type === resource.resourceType;
    });
    const context: CheckContext = {
      structures,
      invariants,
      targetOf: around.targetOf,
      resource,
      rootResource: around.root,
      report,
      asked: new WeakMap(),
    };
    for (const canonical of known.length > 0 ? known : [canonicalOfType(resource.resourceType)]) {
      const tree = structures.tree(canonical);
      if (tree) walkTree(tree, resource, place, context);
    }
    issues.push(...structureFaults(withoutInner(resource), place));
    for (const inner of innerResources(resource, place)) {
      const rootResource = inner.isContained ? around.root : inner.resource;
      issues.push(...checkOne(inner.resource, inner.place, { ...around, root: rootResource }, []));
    }
    return issues;
  };

  const checkResource = (resource: unknown, profiles: readonly string[] = []): readonly Issue[] => {
    if (!isResource(resource)) {
      return [
        profileIssue(
          "structure",
          "resource-type",
          "A resource with its resourceType was expected, found none.",
          "Resource",
          "type",
        ),
      ];
    }
    const targetOf = targetsOf(resource);
    const issues = checkOne(resource, resource.resourceType, { root: resource, targetOf }, profiles);
    const rules = resource.resourceType === "Bundle" ? bundleRules(resource) : [];
    return inDocumentOrder(resource, [...issues, ...rules]);
  };

  return {
    checkResource,
    checkProfiles: (mapped) => {
      // Decimals that carry their text (JSON.rawJSON) become numbers for the check alone.
      const issues = checkResource(JSON.parse(JSON.stringify(mapped)));
      const warnings = issues.filter(({ severity }) => severity !== "error" && severity !== "fatal");
      if (warnings.length < issues.length) return { ok: false, issues };
      return { ok: true, value: mapped as unknown as ConformantBundle, ...(warnings.length > 0 && { warnings }) };
    },
  };
}

/** What a resource stands in: the outermost resource, and the bundle that resolves fullUrls. */
interface Around {
  readonly root: Resource;
  readonly targetOf: CheckContext["targetOf"];
}

function isResource(value: unknown): value is Resource {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { resourceType?: unknown }).resourceType === "string"
  );
}

function targetsOf(resource: Resource): CheckContext["targetOf"] {
  const entries = resource.resourceType === "Bundle" ? (resource.entry ?? []) : [];
  const byFullUrl = new Map(entries.map((entry) => [entry.fullUrl, entry.resource]));
  return (fullUrl) => byFullUrl.get(fullUrl);
}

interface InnerResource {
  readonly resource: Resource;
  readonly place: string;
  readonly isContained: boolean;
}

function innerResources(resource: Resource, place: string): readonly InnerResource[] {
  const { contained } = resource as { contained?: unknown };
  const inner = (Array.isArray(contained) ? contained : []).map((value: unknown, index) => ({
    resource: value,
    place: elementPath(place, "contained", index),
    isContained: true,
  }));
  if (resource.resourceType === "Bundle" && Array.isArray(resource.entry)) {
    resource.entry.forEach((entry, index) => {
      inner.push({
        resource: entry.resource,
        place: `${elementPath(place, "entry", index)}.resource`,
        isContained: false,
      });
    });
  }
  return inner.filter((one): one is InnerResource => isResource(one.resource));
}

/** The resource without those inside it, which are checked by themselves. */
function withoutInner(resource: Resource): Resource {
  if (resource.resourceType === "Bundle" && Array.isArray(resource.entry)) {
    return { ...resource, entry: resource.entry.map((entry) => outerEntry(entry)) };
  }
  return without(resource, "contained");
}

/** An entry that held nothing but its resource must not look empty. */
function outerEntry(entry: BundleEntry): BundleEntry {
  const outer = without(entry, "resource");
  return Object.keys(outer).length > 0 ? outer : { fullUrl: "urn:ietf:rfc:3986" };
}

function without<T extends object>(value: T, name: string): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as T;
}

function unknownProfile(canonical: string, place: string): Issue {
  const severity = canonical.startsWith(OUR_BASE) ? "error" : "warning";
  const path = `${place}.meta.profile`;
  return {
    ...profileIssue(
      "not-found",
      "unknown-profile",
      `${path} names a profile that is not known here.`,
      path,
      "type.profile",
    ),
    severity,
  };
}

function profileOfOtherType(canonical: string, type: string, place: string): Issue {
  const path = `${place}.meta.profile`;
  return profileIssue(
    "structure",
    "profile-type",
    `${path} names ${canonical}, a profile of ${type}.`,
    path,
    "type.profile",
  );
}
