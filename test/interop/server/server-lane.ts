import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FHIR_PACKAGE, readCohort, type CaseDocument } from "../cases.ts";
import { startFhirServer } from "../harness/index.ts";
import type { Check, Disagreement, Lane } from "../lane.ts";
import { runPush, type PushedCase } from "./push-command.ts";
import { checkBrokenMembers, checkValidateOperation } from "./refusals.ts";
import { countTypes, readStored, type Stored } from "./stored.ts";
import { checkWayBack } from "./way-back.ts";

/** HAPI takes most of a second for a case that it validates, so where not all is asked, each so-manieth is sent. */
const SHORT = 8;

/**
 * HAPI's JPA server, which validates what it takes by our package: the cohort is pushed, read back by search, extracted
 * from what was read, and pushed again; what is broken is refused and leaves nothing behind.
 */
export const serverLane: Lane = {
  name: "server",
  run: async ({ harness, tell, every }) => {
    const dataFolder = mkdtempSync(join(tmpdir(), "kypho-interop-"));
    const cohort = readCohort(every === 1 ? 1 : SHORT);
    const file = join(dataFolder, "cohort.ndjson");
    writeFileSync(file, cohort.map(({ bytes }) => `${bytes.toString()}\n`).join(""));
    const startedAt = performance.now();
    const server = await startFhirServer(harness, { packages: [FHIR_PACKAGE], validateRequests: true });
    const seconds = (performance.now() - startedAt) / 1000;
    const { baseUrl } = server;

    // First, since the first resource that HAPI validates takes it longer than a push waits.
    tell(`examples of every profile go to $validate at ${baseUrl}`);
    const validated = await checkValidateOperation(baseUrl);
    tell("the cohort is pushed");
    const pushedAt = performance.now();
    const first = await runPush(file, baseUrl, dataFolder);
    const pushSeconds = (performance.now() - pushedAt) / 1000;
    const sent = sentBy(first);
    const types = countTypes(sent).keys().toArray();
    const stored = await readStored(baseUrl, types);
    const extracted = await checkWayBack(baseUrl, types, cohort);
    tell(`${stored.size} resources are read back; the cohort is pushed again`);
    const second = await runPush(file, baseUrl, dataFolder);
    const after = await readStored(baseUrl, types);
    tell("bundles with a broken member are sent");
    const broken = await checkBrokenMembers(baseUrl);
    const atTheEnd = await readStored(baseUrl, types);
    await server.stop();
    rmSync(dataFolder, { recursive: true });
    return {
      checks: [
        ...validated,
        casesAccepted("cases accepted", cohort, first),
        sameCounts("types read back as sent", countTypes(sent), countTypes(stored.keys())),
        extracted,
        casesAccepted("cases accepted again", cohort, second),
        sameVersions("resources as before the second push", stored, after),
        broken,
        sameVersions("resources as before the broken ones", after, atTheEnd),
      ],
      figures: [
        { name: "ready with our package", text: `${seconds.toFixed(1)} s` },
        { name: "a case pushed, mean", text: `${((1000 * pushSeconds) / first.length).toFixed(0)} ms` },
        { name: "entries sent, resources stored", text: `${entriesOf(first)}, ${stored.size}` },
      ],
    };
  },
};

function sentBy(pushed: readonly PushedCase[]): ReadonlySet<string> {
  return new Set(pushed.flatMap((one) => ("entries" in one ? one.entries.map(({ type, id }) => `${type}/${id}`) : [])));
}

function entriesOf(pushed: readonly PushedCase[]): number {
  return pushed.reduce((sum, one) => sum + ("entries" in one ? one.entries.length : 0), 0);
}

/** `kypho push` judges every entry of an answer, so a case it reports on had all of them accepted. */
function casesAccepted(name: string, cohort: readonly CaseDocument[], pushed: readonly PushedCase[]): Check {
  const disagreements = pushed.flatMap((one, at): Disagreement[] =>
    "entries" in one ? [] : [{ id: cohort[at]?.id ?? "", how: "refused", details: JSON.stringify(one) }],
  );
  return { name, total: pushed.length, disagreements };
}

function sameCounts(name: string, sent: ReadonlyMap<string, number>, stored: ReadonlyMap<string, number>): Check {
  const disagreements = [...sent].flatMap(([type, count]): Disagreement[] => {
    const found = stored.get(type) ?? 0;
    return found === count ? [] : [{ id: type, how: `${count} sent, ${found} found` }];
  });
  return { name, total: sent.size, disagreements };
}

function sameVersions(name: string, before: Stored, after: Stored): Check {
  const references = new Set([...before.keys(), ...after.keys()]);
  const disagreements = [...references].flatMap((reference): Disagreement[] => {
    const [was = "none", is = "none"] = [before.get(reference), after.get(reference)];
    return was === is ? [] : [{ id: reference, how: `version ${was} became ${is}` }];
  });
  return { name, total: references.size, disagreements };
}
