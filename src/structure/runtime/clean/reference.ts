import { containedPasses, entryPasses } from "./passes.ts";
import type { CleanCheck, CleanScope, JsonObject, TargetRule } from "./world.ts";

/** The type of a relative or absolute RESTful address. */
const ADDRESS = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** Whether a reference has a target that is allowed, as `check/reference.ts` tells in full. */
export function isCleanReference(value: JsonObject, { allowed, modes }: TargetRule, scope: CleanScope): boolean {
  const { reference, type: said } = value;
  if (reference === undefined) {
    return (
      said === undefined || (typeof said === "string" && (allowed === undefined || allowsType(allowed, said, scope)))
    );
  }
  if (typeof reference !== "string") return false;
  const isInside = reference.charCodeAt(0) === 35; /* # */
  const { bundle, world } = scope;
  const named = isInside ? undefined : reference === scope.named ? scope.namedEntry : bundle?.named(reference);
  if (bundle?.isClosed === true && !isInside && named === undefined) return false;
  if (allowed === undefined && modes.length === 0 && said === undefined && !isInside) return true;
  const isFound = isInside || (named !== undefined && reference.startsWith("urn:"));
  const entry = isFound ? named : bundle?.find(reference, scope.fullUrl);
  const target = isInside ? scope.resolve(reference) : entry?.resource;
  if (target === undefined) {
    if (isInside || (modes.length > 0 && !modes.includes("referenced"))) return false;
    if (allowed === undefined) return true;
    const found = typeof said === "string" ? said : ADDRESS.exec(reference)?.[1];
    return found === undefined || allowsType(allowed, found, scope);
  }
  if (
    modes.length > 0 &&
    !modes.includes(isInside ? "contained" : "bundled") &&
    (isInside || !modes.includes("referenced"))
  )
    return false;
  const type = entry === undefined ? target["resourceType"] : entry.type;
  if (said !== undefined && said !== type) return false;
  if (allowed === undefined || typeof type !== "string") return true;
  const profiles = allowed.get(type);
  if (profiles === undefined) return false;
  if (profiles.length === 0) return true;
  for (let at = 0; at < profiles.length; at++) {
    const profile = profiles[at] as CleanCheck;
    if (entry && bundle ? entryPasses(entry, profile, world, bundle) : containedPasses(target, profile, scope))
      return true;
  }
  return false;
}

function allowsType(allowed: ReadonlyMap<string, unknown>, type: string, { world }: CleanScope): boolean {
  if (allowed.has(type)) return true;
  for (const one of allowed.keys()) if (world.isSubtype(type, one)) return true;
  return false;
}
