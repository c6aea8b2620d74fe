import { checkElementIds } from "../narrative/index.ts";
import { checkBundle, isPlainTransaction } from "../bundle/index.ts";
import { isObject } from "./compare.ts";
import { BundleState } from "./bundle-state.ts";
import { entryPasses, scopeOf } from "./passes.ts";
import { ResourceScope } from "./scope.ts";
import type { CleanBundle, CleanEntry, CleanScope, CleanWorld, JsonObject } from "./world.ts";

/** The types and profiles that an element allows of the resource in it. */
type Allowed = readonly { readonly type: string; readonly profiles: readonly string[] }[] | undefined;

/** Whether a resource that stands alone is clean: by its type, the profiles it declares and those given, and as a Bundle. */
export function isCleanResource(
  world: CleanWorld,
  resource: JsonObject,
  profiles: readonly string[],
  own?: CleanBundle,
): boolean {
  const checks = world.checksOf(resource, profiles);
  if (checks === undefined) return false;
  const scope = new ResourceScope(world, resource, resource, undefined, undefined);
  scope.own = own;
  for (const check of checks) if (!check(resource, scope)) return false;
  return keepsOtherRules(resource, resource["resourceType"], scope);
}

/** Whether the resource of an entry is clean, beside the others of its Bundle. */
export function isCleanEntry(
  world: CleanWorld,
  entry: CleanEntry,
  profiles: readonly string[],
  bundle: CleanBundle,
): boolean {
  const checks = world.checksOf(entry.resource, profiles);
  if (checks === undefined) return false;
  for (const check of checks) if (!entryPasses(entry, check, world, bundle)) return false;
  return keepsOtherRules(entry.resource, entry.type, scopeOf(entry, world, bundle));
}

function keepsOtherRules(resource: JsonObject, type: unknown, { hasElementIds, own }: CleanScope): boolean {
  if (hasElementIds && !hasOwnIds(resource)) return false;
  return type !== "Bundle" || keepsBundleRules(resource, own);
}

function hasOwnIds(resource: JsonObject): boolean {
  let isClean = true;
  checkElementIds(resource, "", () => (isClean = false));
  return isClean;
}

function keepsBundleRules(resource: JsonObject, own: CleanBundle | undefined): boolean {
  if (own?.areNamesDistinct === true && isPlainTransaction(resource)) return true;
  let isClean = true;
  checkBundle(resource, "Bundle", () => (isClean = false));
  return isClean;
}

/** Whether the resource of an entry, or of a parameter, is clean. */
export function isCleanInner(resource: unknown, allowed: Allowed, scope: CleanScope): boolean {
  if (!isObject(resource)) return false;
  const profiles = profilesFor(resource, allowed, scope);
  if (profiles === undefined) return false;
  if (scope.resource["resourceType"] !== "Bundle") return isCleanResource(scope.world, resource, profiles);
  const bundle = (scope.own ??= new BundleState(scope.resource));
  const entry = bundle.entryOf(resource);
  return entry !== undefined && isCleanEntry(scope.world, entry, profiles, bundle);
}

/** Whether contained resources are clean: each is part of the resource around it. */
export function areCleanContained(list: unknown, most: number, allowed: Allowed, scope: CleanScope): boolean {
  if (!Array.isArray(list) || list.length === 0 || list.length > most) return false;
  for (const resource of list as readonly unknown[]) {
    if (!isObject(resource)) return false;
    const profiles = profilesFor(resource, allowed, scope);
    const checks = profiles && scope.world.checksOf(resource, profiles);
    if (checks === undefined) return false;
    const inner = new ResourceScope(scope.world, resource, scope.rootResource, scope.bundle, scope.fullUrl);
    for (const check of checks) if (!check(resource, inner)) return false;
    scope.hasElementIds ||= inner.hasElementIds;
  }
  return true;
}

const NONE: readonly string[] = [];

/** The profiles that the element names for a resource of this type; undefined where the type is not allowed, or they are several. */
function profilesFor(resource: JsonObject, allowed: Allowed, { world }: CleanScope): readonly string[] | undefined {
  if (allowed === undefined) return NONE;
  const { resourceType } = resource;
  if (typeof resourceType !== "string") return undefined;
  const fitting = allowed.filter(({ type }) => world.isSubtype(resourceType, type));
  const profiles = fitting.flatMap((one) => one.profiles);
  return fitting.length === 0 || profiles.length > 1 ? undefined : profiles;
}
