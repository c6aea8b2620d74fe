import { report, type RuleIdentity } from "../../fhirpath/runtime/index.ts";
import type { MapRun } from "./map-run.ts";

interface Resource {
  readonly resourceType?: string;
  id?: string;
}

/**
 * The text that refers to a resource: `Type/id`.
 *
 * A resource of the target that has no id yet gets a new UUID as one, where the run gives any.
 */
export function reference(resource: Resource, isOwn: boolean, run: MapRun, rule: RuleIdentity): string | undefined {
  const id = idOf(resource, isOwn, run, rule);
  return id === undefined ? undefined : `${resource.resourceType ?? ""}/${id}`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As `reference`, but `urn:uuid:` for an id that is a UUID. */
export function pointer(resource: Resource, isOwn: boolean, run: MapRun, rule: RuleIdentity): string | undefined {
  const id = idOf(resource, isOwn, run, rule);
  if (id === undefined) return undefined;
  return UUID.test(id) ? `urn:uuid:${id}` : `${resource.resourceType ?? ""}/${id}`;
}

/** A new UUID from the run. */
export function newUuid(run: MapRun, rule: RuleIdentity): string | undefined {
  const made = run.newUuid?.();
  if (made === undefined)
    report(
      run,
      rule,
      "fml/uuid",
      "A new UUID was asked for, and this run gives none: the same source gives the same target.",
    );
  return made;
}

function idOf(resource: Resource, isOwn: boolean, run: MapRun, rule: RuleIdentity): string | undefined {
  if (resource.id !== undefined) return resource.id;
  if (!isOwn) {
    report(run, rule, "fml/reference", "Expected a resource with an id, found one without.");
    return undefined;
  }
  const made = newUuid(run, rule);
  if (made !== undefined) resource.id = made;
  return made;
}
