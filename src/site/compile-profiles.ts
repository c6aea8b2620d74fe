import { join } from "node:path";
import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";
import { writeModule } from "../codegen/index.ts";
import type { Issue } from "../fhir/index.ts";
import { createModel } from "../fhirpath/index.ts";
import { openBuiltStructures } from "../profile/index.ts";
import {
  collectInvariants,
  compileStructure,
  createDefinitions,
  emitInvariants,
  extendedElements,
  type CompiledModule,
  type Definitions,
} from "../structure/index.ts";
import type { BroughtResource } from "./site-folder.ts";
import { siteIssue } from "./site-issue.ts";

/** Addresses of what compiled checks call. */
export interface CheckRuntime {
  readonly clean: string;
  readonly fhirpath: string;
}

/** What compiled profiles of a site are found by. */
export interface CompiledProfiles {
  /** The module of each structure, by url. */
  readonly checks: Readonly<Record<string, string>>;
  /** Profiles that ask more of whatever declares one of ours, by that one. */
  readonly extending: Readonly<Record<string, readonly string[]>>;
}

const OURS = "https://kypho-fhir.github.io/fhir/StructureDefinition/";

/** Compiles a site's StructureDefinitions into `profiles/` of a set's folder. */
export function compileProfiles(
  target: string,
  brought: readonly BroughtResource[],
  runtime: CheckRuntime,
): { readonly compiled: CompiledProfiles; readonly issues: readonly Issue[] } {
  const built = openBuiltStructures();
  const own = brought.filter((one): one is Brought => one.resource.resourceType === "StructureDefinition");
  const structures = own.map(({ resource }) => resource);
  const definitions = createDefinitions(structures, built);
  const issues = own.flatMap((one) => checkStructure(one, definitions));
  const sound = own.filter(
    ({ resource }) => resource.kind !== "logical" && definitions.tree(resource.url) !== undefined,
  );
  if (issues.length > 0 || sound.length === 0) return { compiled: { checks: {}, extending: {} }, issues };
  const known = new Set(structures.map(({ url }) => url));
  const types = [...structures, ...built.types().filter(({ url }) => !known.has(url))];
  const model = createModel(types);
  const extended = new Set([...built.extended, ...extendedElements(structures)]);
  const compilation = { definitions, model, dataTypes: dataTypesOf(types), extended, runtime };
  const checks: Record<string, string> = {};
  for (const [index, one] of sound.entries()) {
    const tree = definitions.tree(one.resource.url);
    if (tree === undefined) continue;
    const file = `profiles/${index}.js`;
    const { javascript, faults } = compileStructure(tree, compilation);
    issues.push(...faultsOf(one, faults));
    writeModule(join(target, file), javascript);
    checks[tree.url] = file;
  }
  const trees = sound.flatMap(({ resource }) => definitions.tree(resource.url) ?? []);
  const sources = trees.flatMap((tree) => collectInvariants(tree, definitions));
  writeModule(join(target, "profiles/invariants.js"), emitInvariants(sources, model, runtime.fhirpath).javascript);
  return { compiled: { checks, extending: extendingOf(structures) }, issues };
}

type Brought = BroughtResource & { readonly resource: StructureDefinition };

function dataTypesOf(structures: readonly StructureDefinition[]): ReadonlySet<string> {
  return new Set(
    structures
      .filter(
        ({ kind, url, type }) => kind === "complex-type" && url === `http://hl7.org/fhir/StructureDefinition/${type}`,
      )
      .map(({ type }) => type),
  );
}

/** Profiles on ours, and on those in turn. */
function extendingOf(structures: readonly StructureDefinition[]): Readonly<Record<string, readonly string[]>> {
  const baseOf = new Map(
    structures.map(({ url, baseDefinition = "" }) => [url, baseDefinition.split("|", 1)[0] ?? ""]),
  );
  const found: Record<string, string[]> = {};
  for (const url of baseOf.keys()) {
    if (url.startsWith(OURS)) continue;
    const seen = new Set([url]);
    for (let base = baseOf.get(url); base !== undefined && !seen.has(base); base = baseOf.get(base)) {
      seen.add(base);
      if (base.startsWith(OURS)) (found[base] ??= []).push(url);
    }
  }
  return found;
}

/** What is wrong with a structure before it is compiled: its base, its name, and elements that its type does not have. */
function checkStructure({ file, resource }: Brought, definitions: Definitions): Issue[] {
  const { url, type, baseDefinition, differential, snapshot } = resource;
  if (typeof url !== "string" || typeof type !== "string") {
    return [siteIssue("profile", "structure", "A StructureDefinition with url and type was expected.", file)];
  }
  if (resource.kind === "logical") return [];
  const tree = definitions.tree(url);
  if (tree === undefined) {
    const message = `${url} needs a snapshot, or a base that is known; found the base ${baseDefinition ?? "none"}.`;
    return [siteIssue("profile-base", "not-found", message, file)];
  }
  return (
    (differential ?? snapshot)?.element.flatMap((element) =>
      hasElement(element, type, definitions)
        ? []
        : [
            siteIssue(
              "profile-element",
              "not-found",
              `${url} speaks of ${element.path}, an element that ${type} does not have.`,
              file,
            ),
          ],
    ) ?? []
  );
}

/** Whether a type has an element, looked for through the types of the elements on the way. */
function hasElement({ path }: ElementDefinition, type: string, definitions: Definitions): boolean {
  const [root, ...steps] = path.split(".");
  let node = definitions.tree(type)?.root;
  if (node === undefined || root !== type) return false;
  for (const step of steps) {
    const name = step.replace("[x]", "");
    const inner: typeof node.children =
      node.children ?? definitions.tree(node.definition.type?.[0]?.code ?? "")?.root.children;
    const found: typeof node | undefined =
      inner?.get(name) ?? [...(inner?.values() ?? [])].find((one) => one.isChoice && name.startsWith(one.name));
    // What a content reference leads to is not followed: those elements are the ones of another place of the type.
    if (found === undefined) return inner === undefined && node.definition.contentReference !== undefined;
    node = found;
  }
  return true;
}

/** Invariants of the site's own that cannot be compiled. */
function faultsOf({ file, resource }: Brought, faults: CompiledModule["faults"]): readonly Issue[] {
  const own = new Map(
    [...(resource.differential?.element ?? []), ...(resource.snapshot?.element ?? [])]
      .flatMap(({ constraint = [], path }) => constraint.map((one) => ({ ...one, path })))
      .filter(({ source }) => source === undefined || source === resource.url)
      .map(({ expression = "", key, path }) => [expression, `${path}, ${key}`]),
  );
  const told = new Map(faults.map((fault) => [fault.expression, fault.message]));
  return [...told].flatMap(([expression, message]) => {
    const place = own.get(expression);
    return place === undefined
      ? []
      : [siteIssue("profile-invariant", "invariant", `${resource.url}, ${place}: ${message}`, file)];
  });
}
