import { join } from "node:path";
import type { Strategy } from "../../../src/delivery/index.ts";
import type { Check, Disagreement, Figure } from "../lane.ts";
import { countTypes, readStored, searchPages, type Stored } from "../server/stored.ts";
import { change, startAdapter, submit, whenDelivered, type Adapter, type AdapterOptions } from "./adapter.ts";
import { caseIdOf, cohortPart, revised, type CohortPart } from "./cohort-part.ts";

/** A server that cases are delivered to. */
export interface TestServer {
  readonly name: string;
  readonly baseUrl: string;
  /** The least that a search for all resources of a type can be asked for. */
  readonly search: string;
}

/** A strategy at a server. */
export interface Subject {
  /** Parts it from all else at that server. */
  readonly name: string;
  readonly server: TestServer;
  readonly strategy: Strategy;
  readonly folder: string;
  /** Of the cohort's cases only each n-th is sent. */
  readonly every: number;
}

/** Sends the cohort, sends it again from an adapter that knows nothing of the server, revises some cases and withdraws one. */
export async function checkStrategy(
  subject: Subject,
): Promise<{ checks: readonly Check[]; figures: readonly Figure[] }> {
  const { name, server, strategy, folder, every } = subject;
  const { baseUrl } = server;
  const part = cohortPart(name, every);
  const types = [...part.types.keys()];
  const read = (): Promise<Stored> => readStored(baseUrl, types, server.search);
  const before = await read();
  const options: AdapterOptions = { folder: join(folder, "first"), baseUrl, strategy };
  const first = await startAdapter(options);
  const [undelivered, firstMs] = await timed(() => deliver(first, part));
  const stored = await read();

  const second = await startAdapter({ ...options, folder: join(folder, "second"), idsOf: options.folder });
  const [undeliveredAgain, secondMs] = await timed(() => deliver(second, part));
  await second.stop();
  const again = await read();

  const changed = part.lines.slice(0, 3);
  for (const line of changed) await change(first, caseIdOf(line), revised(line));
  const unrevised = await whenDelivered(first);
  const afterRevision = await read();
  const raised = await checkRaised(subject, changed, unrevised, afterRevision);
  const [withdrawn = ""] = part.lines;
  await change(first, caseIdOf(withdrawn));
  await whenDelivered(first);
  const voided = await checkVoided(subject, caseIdOf(withdrawn), types);
  await first.stop();

  const figure = `${milliseconds(firstMs, part)} a case; known to the server already ${milliseconds(secondMs, part)}`;
  return {
    checks: [
      sameTypes(`${name}: types as mapped`, part, before, stored, undelivered),
      sameVersions(`${name}: as before, after the cohort came again`, stored, again, undeliveredAgain),
      raised,
      voided,
    ],
    figures: [{ name: `${name}, ${part.lines.length} cases`, text: figure }],
  };
}

async function deliver(adapter: Adapter, { lines }: CohortPart): Promise<readonly string[]> {
  await submit(adapter, lines);
  return whenDelivered(adapter);
}

/** What a server holds more than before is what the cases become, type by type. */
export function sameTypes(
  name: string,
  { types }: CohortPart,
  before: Stored,
  after: Stored,
  undelivered: readonly string[],
): Check {
  const [were, are] = [countTypes(before.keys()), countTypes(after.keys())];
  const disagreements = [...types].flatMap(([type, wanted]): Disagreement[] => {
    const found = (are.get(type) ?? 0) - (were.get(type) ?? 0);
    return found === wanted ? [] : [{ id: type, how: `${wanted} mapped, ${found} found` }];
  });
  return { name, total: types.size, disagreements: [...undelivered.map(notDelivered), ...disagreements] };
}

function sameVersions(name: string, before: Stored, after: Stored, undelivered: readonly string[]): Check {
  const references = new Set([...before.keys(), ...after.keys()]);
  const disagreements = [...references].flatMap((reference): Disagreement[] => {
    const [was = "none", is = "none"] = [before.get(reference), after.get(reference)];
    return was === is ? [] : [{ id: reference, how: `version ${was} became ${is}` }];
  });
  return { name, total: references.size, disagreements: [...undelivered.map(notDelivered), ...disagreements] };
}

/** The session of a revised case has its second version and says what is new; it is there once. */
async function checkRaised(
  { name, server: { baseUrl } }: Subject,
  lines: readonly string[],
  undelivered: readonly string[],
  stored: Stored,
): Promise<Check> {
  const disagreements: Disagreement[] = [...undelivered.map(notDelivered)];
  for (const line of lines) {
    const caseId = caseIdOf(line);
    const sessions: string[] = [];
    for await (const { entry = [] } of searchPages(baseUrl, ["Procedure"], sessionQuery(line))) {
      for (const { resource } of entry) {
        const room = resource?.resourceType === "Procedure" ? resource.location?.display : undefined;
        sessions.push(`version ${stored.get(`Procedure/${resource?.id ?? ""}`) ?? "none"} in ${room ?? "no room"}`);
      }
    }
    const found = sessions.join(", ");
    if (found !== "version 2 in Room of the revision") disagreements.push({ id: caseId, how: found });
  }
  return { name: `${name}: a revision raises versions`, total: lines.length, disagreements };
}

function sessionQuery(line: string): string {
  const { caseSystem } = JSON.parse(line) as { readonly caseSystem: string };
  return `identifier=${encodeURIComponent(`${caseSystem}|${caseIdOf(line)}/session`)}`;
}

/** Every resource of a withdrawn case that has a status reads entered in error. */
async function checkVoided(
  { name, server: { baseUrl } }: Subject,
  caseId: string,
  types: readonly string[],
): Promise<Check> {
  const disagreements: Disagreement[] = [];
  let total = 0;
  const own = types.filter((type) => type !== "Patient" && type !== "Provenance");
  for await (const { entry = [] } of searchPages(baseUrl, own)) {
    for (const { resource } of entry) {
      const { identifier, status, verificationStatus, id = "" } = resource as unknown as Voidable;
      if (identifier?.some(({ value }) => value?.startsWith(`${caseId}/`)) !== true) continue;
      total++;
      const found = verificationStatus?.coding?.[0]?.code ?? status ?? "no status";
      if (found !== "entered-in-error") disagreements.push({ id: `${resource?.resourceType ?? ""}/${id}`, how: found });
    }
  }
  return { name: `${name}: a withdrawal voids all`, total, disagreements };
}

interface Voidable {
  readonly id?: string;
  readonly identifier?: readonly { readonly value?: string }[];
  readonly status?: string;
  readonly verificationStatus?: { readonly coding?: readonly { readonly code?: string }[] };
}

export function notDelivered(what: string): Disagreement {
  const [id = "", how = ""] = what.split(": ", 2);
  return { id, how: `not delivered: ${how}` };
}

export async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, ms: number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}

function milliseconds(ms: number, { lines }: CohortPart): string {
  return `${(ms / lines.length).toFixed(0)} ms`;
}
