import { ResourceScope } from "./scope.ts";
import type { CleanCheck, CleanScope, JsonObject } from "./world.ts";

/**
 * Whether a resource that a reference leads to passes a check; asked once of each resource of a Bundle.
 *
 * What is asked again while it is being found out is taken to hold: references may go in circles, and any other fault is found
 * where it stands.
 */
export function passes(target: JsonObject, check: CleanCheck, from: CleanScope): boolean {
  const { bundle } = from;
  const isEntry = bundle?.fullUrls.has(target) === true;
  if (bundle === undefined || !isEntry) {
    // Contained resources belong to the one around them. They do not refer to each other in circles but through it.
    const inner = new ResourceScope(from.world, target, from.rootResource, bundle, from.fullUrl);
    return target !== from.rootResource && check(target, inner);
  }
  const known = bundle.passed.get(target);
  if (known?.includes(check)) return true;
  if (known) known.push(check);
  else bundle.passed.set(target, [check]);
  const scope = new ResourceScope(from.world, target, target, bundle, bundle.fullUrls.get(target));
  return check(target, scope);
}
