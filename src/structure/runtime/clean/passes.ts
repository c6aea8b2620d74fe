import { ResourceScope } from "./scope.ts";
import type { CleanBundle, CleanCheck, CleanEntry, CleanScope, CleanWorld, JsonObject } from "./world.ts";

/**
 * Whether a resource of a Bundle passes a check; found out once.
 *
 * What is asked again while it is being found out is taken to hold, since references may go in circles; the Bundle notes it.
 */
export function entryPasses(entry: CleanEntry, check: CleanCheck, world: CleanWorld, bundle: CleanBundle): boolean {
  const { resource, passed, running } = entry;
  if (passed.includes(check)) return true;
  if (running.includes(check)) {
    bundle.hasAssumed = true;
    return true;
  }
  entry.running = running.length === 0 ? [check] : [...running, check];
  const isPassed = check(resource, scopeOf(entry, world, bundle));
  entry.running = running;
  if (isPassed) entry.passed = entry.passed.length === 0 ? [check] : [...entry.passed, check];
  return isPassed;
}

/** The scope of an entry's resource, the same for all its checks. */
export function scopeOf(entry: CleanEntry, world: CleanWorld, bundle: CleanBundle): CleanScope {
  if (entry.scope !== undefined) return entry.scope;
  const scope = new ResourceScope(world, entry.resource, entry.resource, bundle, entry.fullUrl);
  scope.isPlain = bundle.isPlain;
  return (entry.scope = scope);
}

/** Whether a contained resource that a reference leads to passes a check; it belongs to the one around it. */
export function containedPasses(target: JsonObject, check: CleanCheck, from: CleanScope): boolean {
  const inner = new ResourceScope(from.world, target, from.rootResource, from.bundle, from.fullUrl);
  return target !== from.rootResource && check(target, inner);
}
