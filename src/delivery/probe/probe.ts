import { strategyFor, withFindings, type Ability } from "../server/index.ts";
import type { FhirDestination } from "../destination.ts";
import { probeAtomicity, probeMergedEntries } from "./probe-bundles.ts";
import type { Finding, ProbeReport } from "./probe-report.ts";
import {
  probeClientId,
  probeConditionalCreate,
  probeEqualUpdate,
  probeStaleUpdate,
  probeTags,
  probeUnknownElements,
} from "./probe-writes.ts";
import { createPatient, findPatients, idOf, testPatient, type ProbeWorld } from "./test-patients.ts";

/** How long a search index may lag until nobody waits for it any more. */
const LONGEST_LAG_MS = 60_000;
const POLL_MS = 50;

/**
 * Finds out what a server really does, by a few Patients that are marked as tests and deleted again where it allows that.
 *
 * @param mayWrite without it nothing is written, and only what the server says of itself is told
 */
export async function probe(
  destination: FhirDestination,
  ability: Ability,
  mayWrite: boolean,
  world: ProbeWorld,
): Promise<ProbeReport> {
  if (!mayWrite) return { ability, strategy: strategyFor(destination, ability), findings: [] };
  const written = new Set<string>();
  const watched: ProbeWorld = { ...world, send: watch(world, written) };
  const lag = await measureLag(watched);
  const settle = (): Promise<unknown> => world.sleep(lag.ms === undefined ? LONGEST_LAG_MS : 3 * lag.ms);
  const findings: Finding[] = [lag.finding];
  if (ability.hasTransaction) findings.push(await probeAtomicity(watched, settle), await probeMergedEntries(watched));
  for (const one of [
    probeClientId,
    probeConditionalCreate,
    probeStaleUpdate,
    probeEqualUpdate,
    probeTags,
    probeUnknownElements,
  ])
    findings.push(await one(watched));
  findings.push(await cleanUp(world, written, settle));
  const found = judge(ability, findings);
  return {
    ability: found,
    strategy: strategyFor(destination, found),
    findings,
    ...(lag.ms !== undefined && { lagMs: lag.ms }),
  };
}

/** What was found counts for more than what was said. */
function judge(ability: Ability, findings: readonly Finding[]): Ability {
  const isGood = (name: Finding["probe"]): boolean | undefined => {
    const verdict = findings.find((finding) => finding.probe === name)?.verdict;
    return verdict === undefined || verdict === "unknown" ? undefined : verdict === "good";
  };
  const isAtomic = isGood("transaction-atomicity");
  const takesClientIds = isGood("client-assigned-id");
  const keepsConditions = isGood("conditional-create-twice");
  return withFindings(ability, {
    ...(isAtomic !== undefined && { isAtomic }),
    ...(takesClientIds !== undefined && { takesClientIds }),
    ...(keepsConditions !== undefined && { keepsConditions }),
  });
}

/** The time from a create to its being found by identifier. */
async function measureLag(world: ProbeWorld): Promise<{ readonly ms?: number; readonly finding: Finding }> {
  const name = world.draw();
  const id = idOf(await createPatient(world, testPatient(name)));
  if (id === undefined)
    return {
      finding: { probe: "index-lag", verdict: "unknown", what: "Nothing could be stored, so nothing was searched." },
    };
  const createdAtMs = world.monotonicMs();
  for (;;) {
    const found = await findPatients(world, name);
    const ms = Math.ceil(world.monotonicMs() - createdAtMs);
    if (found.includes(id)) {
      const what = `A search finds what was stored ${ms} ms before.`;
      return { ms, finding: { probe: "index-lag", verdict: ms > 10_000 ? "warning" : "good", what } };
    }
    if (ms > LONGEST_LAG_MS) {
      const what = `A search did not find within ${LONGEST_LAG_MS / 1000} s what was stored.`;
      return { ms, finding: { probe: "index-lag", verdict: "warning", what } };
    }
    await world.sleep(POLL_MS);
  }
}

/** Keeps the name of every Patient that is written, whatever the answer was. */
function watch({ send }: ProbeWorld, names: Set<string>): ProbeWorld["send"] {
  return (request) => {
    const text = request.method === "GET" ? "" : JSON.stringify(request.content ?? "");
    for (const [, name] of text.matchAll(/"system":"urn:kypho-fhir:probe","value":"([^"]+)"/g))
      if (name) names.add(name);
    return send(request);
  };
}

async function cleanUp(
  world: ProbeWorld,
  names: ReadonlySet<string>,
  settle: () => Promise<unknown>,
): Promise<Finding> {
  await settle();
  let left = 0;
  for (const name of names) {
    for (const id of await findPatients(world, name)) {
      const answer = await world.send({ method: "DELETE", path: `Patient/${id}` });
      if (answer.kind === "fault" || answer.status >= 300) left++;
    }
  }
  return left === 0
    ? { probe: "clean-up", verdict: "good", what: "All test data was deleted again." }
    : {
        probe: "clean-up",
        verdict: "warning",
        what: `${left} Patients that are marked as tests could not be deleted.`,
      };
}
