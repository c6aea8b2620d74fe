import type { Bundle, Provenance } from "@medplum/fhirtypes";
import type { MappedBundle } from "../mapping/index.ts";
import { lastProvenance, nextProvenance } from "./revise.ts";
import { isRetractable, voidResource } from "./void-resource.ts";

/**
 * Makes the last version of a case that should never have been: every part is entered in error, but for the Patient,
 * who is not the case's.
 *
 * Its Provenance names the software and the organisation, not the author of the document, who did not withdraw it.
 *
 * @param previous   the bundle of the version before
 * @param withdrawnAt an instant
 */
export function withdraw(previous: Bundle, withdrawnAt: string): MappedBundle {
  const entries = previous.entry ?? [];
  const provenance = lastProvenance(previous);
  const parts = entries
    .slice(0, -1)
    .map((entry) =>
      entry.resource && isRetractable(entry.resource) ? { ...entry, resource: voidResource(entry.resource) } : entry,
    );
  const resource = { ...withoutRevision(provenance.resource), recorded: withdrawnAt };
  return {
    ...previous,
    entry: [...parts, nextProvenance(previous, { ...provenance, resource }, parts)],
  } as Bundle as MappedBundle;
}

/** The number of a revision is the source's, and the source made none; the rest tells who made the parts, and of what. */
function withoutRevision(provenance: Provenance): Provenance {
  const { extension = [], agent, reason: _, ...rest } = provenance;
  return {
    ...rest,
    extension: extension.filter(({ url }) => !url.endsWith("/case-revision")),
    agent: agent.filter(({ type }) => !type?.coding?.some(({ code }) => code === "author")),
  };
}
