import { projectFaults, type FaultRun, type PostBundle } from "../../support/project-faults.ts";
import { FHIR_PACKAGE } from "../cases.ts";
import { startFhirServer } from "../harness/index.ts";
import type { Check, Disagreement, Figure, Lane } from "../lane.ts";

/** The share of a server's issues that is to be led back to the seeded field. */
const LED_BACK = 0.95;

/**
 * HAPI's JPA server gets bundles with one fault each, with validation of requests and without: what it says is led back to the field of
 * the case that the fault was put into.
 */
export const projectionLane: Lane = {
  name: "projection",
  run: async ({ harness, tell }) => {
    const checks: Check[] = [];
    const figures: Figure[] = [];
    for (const validateRequests of [false, true]) {
      const server = await startFhirServer(harness, { packages: [FHIR_PACKAGE], validateRequests });
      const way = validateRequests ? "issues of a server that validates" : "issues of a server that does not";
      tell(`faulty bundles go to ${server.baseUrl}, ${validateRequests ? "with" : "without"} validation`);
      const run = await projectFaults(postTo(server.baseUrl));
      await server.stop();
      const missed = run.issues.flatMap(toDisagreement);
      // A few sentences name nothing at all; they are shown, and are a fault only where they are many.
      const isGood = missed.length <= (1 - LED_BACK) * run.issues.length;
      checks.push({ name: way, total: run.issues.length, disagreements: isGood ? [] : missed });
      figures.push({ name: way, text: describe(run) });
      figures.push(...missed.map(({ id, details = "" }) => ({ name: `${way}, missed`, text: `${id}: ${details}` })));
    }
    return { checks, figures };
  },
};

function postTo(baseUrl: string): PostBundle {
  return async (bundle) => {
    const response = await fetch(baseUrl, {
      method: "POST",
      headers: { "content-type": "application/fhir+json", accept: "application/fhir+json" },
      body: JSON.stringify(bundle),
    });
    return { status: response.status, body: await response.json() };
  };
}

function toDisagreement({
  fault,
  kind,
  said,
  details,
  isProjected,
}: FaultRun["issues"][number]): readonly Disagreement[] {
  return isProjected
    ? []
    : [{ id: fault, how: `${kind}: not led to the seeded field`, details: `${said}\n  ${details}` }];
}

function describe({ accepted, refused, issues }: FaultRun): string {
  const count = (isGood: (issue: FaultRun["issues"][number]) => boolean): number => issues.filter(isGood).length;
  const share = (100 * count(({ isProjected }) => isProjected)) / Math.max(1, issues.length);
  return (
    `${refused.length} of ${refused.length + accepted.length} faults refused, ${issues.length} issues, ` +
    `${share.toFixed(1)} % led to the seeded field, ${count(({ isFirst }) => isFirst)} to it first`
  );
}
