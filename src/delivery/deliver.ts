import type { ConformantBundle } from "../profile/index.ts";
import type { Issue } from "../fhir/index.ts";
import type { LedgerEntry } from "../store/index.ts";
import type { AnswerClass, Exchange } from "./answer/index.ts";
import { carry, nameOf, placeOf, tornIssue } from "./carrier/index.ts";
import type { FhirDestination } from "./destination.ts";
import { lookUp, type LookedUp } from "./look-up.ts";
import { matchOwned } from "./match-owned.ts";
import { strategyFor, type Ability, type FhirRequest } from "./server/index.ts";
import {
  canCreateIfNone,
  carrierFor,
  derivedId,
  readParts,
  weightiest,
  type Carried,
  type Effect,
  type Known,
  type Part,
  type Shipment,
} from "./shipment/index.ts";
import { withholdPatient } from "./withhold.ts";

/** What one attempt stands on. */
export interface Attempt {
  readonly bundle: ConformantBundle;
  readonly destination: FhirDestination;
  readonly ability: Ability;
  /** What the destination holds, by fullUrl. */
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
  /** That an earlier attempt may have taken effect: what is there is looked up before anything is sent. */
  readonly isRepeat: boolean;
  readonly send: (request: FhirRequest) => Promise<Exchange>;
  /** Waits for a moment, before a conflict is tried again. */
  readonly pause: (round: number) => Promise<void>;
}

/** What an attempt did to one resource. */
export interface DeliveredEntry {
  readonly type: string;
  /** Index in the mapped bundle. */
  readonly index: number;
  readonly id: string;
  /** As the server numbers it; absent where it says none. */
  readonly version?: string;
  readonly effect: Effect;
}

/**
 * What an attempt came to: the class of an answer, or what no answer says.
 *
 * - `unchanged`: the destination held all of it already, and nothing was sent
 * - `mismatch`: what the destination owns is not there once, or is somebody else's
 * - `foreign`: somebody else changed what we wrote
 */
export type AttemptClass = AnswerClass | "unchanged" | "mismatch" | "foreign";

/** One attempt at a delivery. */
export interface AttemptReport {
  readonly answer: AttemptClass;
  readonly status?: number;
  readonly retryAfter?: string;
  /** What the destination holds of the bundle now, in its order. */
  readonly entries: readonly DeliveredEntry[];
  readonly ledger: readonly LedgerEntry[];
  readonly issues: readonly Issue[];
  /** That all of it went to ids of ours, so that no index can lead a repeat astray. */
  readonly isByIdAlone: boolean;
  /** That only some entries of a transaction took effect. */
  readonly isTorn: boolean;
}

/** A conflict is looked at and tried again so often before it waits like all else. */
const ROUNDS = 5;

/**
 * Makes one attempt: finds out what is to be written, writes it, and judges every answer. What comes to a conflict is looked up
 * and, where that settles nothing, tried again a few times.
 *
 * @throws what `send` throws, when the attempt must not go on
 */
export async function deliver(attempt: Attempt): Promise<AttemptReport> {
  const { bundle, destination, ability } = attempt;
  const strategy = strategyFor(destination, ability);
  const parts = readParts(bundle, destination);
  const shipment: Shipment = {
    destination,
    strategy,
    ability,
    carrier: carrierFor(strategy, ability),
    parts,
    partOf: new Map(parts.map((part) => [part.fullUrl, part])),
    derivedIds: new Map(),
    known: knownFrom(attempt.ledger, parts),
    send: attempt.send,
    withhold: withholdPatient(parts.map(({ resource }) => resource)),
  };
  const matched = await matchOwned(shipment);
  return matched ? report(shipment, attempt, NOTHING, matched) : bringUpToDate(shipment, attempt);
}

/** What is known of an attempt so far. */
interface Course {
  readonly effects: ReadonlyMap<string, Effect>;
  readonly isByIdAlone: boolean;
  readonly isTorn: boolean;
}

const NOTHING: Course = { effects: new Map(), isByIdAlone: true, isTorn: false };

/** What ends an attempt. */
interface Ending {
  readonly answer: AttemptClass;
  readonly issues: readonly Issue[];
  readonly status?: number;
  readonly retryAfter?: string;
}

async function bringUpToDate(shipment: Shipment, attempt: Attempt): Promise<AttemptReport> {
  const { parts, known } = shipment;
  const effects = new Map<string, Effect>();
  let course: Course = { ...NOTHING, effects };
  let toRead = parts.filter((part) => isDue(shipment, part) && isReadFirst(shipment, part, attempt.isRepeat));
  for (let round = 0; ; round++) {
    const failed = await readInto(shipment, attempt, toRead);
    if (failed) return report(shipment, attempt, course, failed);
    const due = parts.filter((part) => isDue(shipment, part));
    if (due.length === 0 || (round === 0 && !attempt.isRepeat && saysNothingNew(parts, due))) {
      const answer = round === 0 && effects.size === 0 ? "unchanged" : "done";
      return report(shipment, attempt, course, { answer, issues: [] });
    }
    const isByIdAlone = due.every((part) => known.has(part.fullUrl) || derivedId(shipment, part) !== undefined);
    const carried = await carry(shipment, due);
    for (const outcome of carried.outcomes)
      if (outcome.answer === "done") effects.set(outcome.part.fullUrl, outcome.effect);
    course = { effects, isByIdAlone, isTorn: course.isTorn || carried.isTorn === true };
    const ending = endingOf(carried, due.length);
    if (ending.answer === "done") toRead = due.filter((part) => isDue(shipment, part));
    else if ((ending.answer === "conflict" || ending.answer === "stale") && round < ROUNDS) {
      const isDone = new Set(carried.outcomes.flatMap(({ part, answer }) => (answer === "done" ? [part] : [])));
      toRead = due.filter((part) => !isDone.has(part));
      await attempt.pause(round);
    } else return report(shipment, attempt, course, ending);
  }
}

/** Whether a part is to be written: what another system owns only where it is not there, what is ours where it differs. */
function isDue({ known }: Shipment, { policy, fullUrl, hash }: Part): boolean {
  const held = known.get(fullUrl);
  if (policy === "match") return false;
  return held === undefined || (policy === "upsert" && held.hash !== hash);
}

/** What may have taken effect before, and what no condition keeps from being created twice. */
function isReadFirst(shipment: Shipment, part: Part, isRepeat: boolean): boolean {
  if (isRepeat) return true;
  if (shipment.known.has(part.fullUrl) || !part.searchedBy) return false;
  // What another system may have made is looked up, and put to an id of ours where it has not: unlike a conditional create, which
  // asks an index that lags, that doubles nothing when a worker that was halted sends late.
  if (derivedId(shipment, part) !== undefined) return part.policy !== "upsert";
  // A server that is sent to one by one is trusted least: it is asked first, whatever it says of conditions.
  return shipment.carrier === "single" || !canCreateIfNone(shipment, part.resource.resourceType);
}

/**
 * Whether there is nothing but a Provenance to tell: new versions of maps and profiles that yield equal content are no news.
 */
function saysNothingNew(parts: readonly Part[], due: readonly Part[]): boolean {
  return due.length < parts.length && due.every(({ resource }) => resource.resourceType === "Provenance");
}

/**
 * Looks up what the server holds and keeps it.
 *
 * @returns what ends the attempt: the look-up failed, or what is there is neither what we wrote last nor what we write now
 */
async function readInto(shipment: Shipment, { ledger }: Attempt, parts: readonly Part[]): Promise<Ending | undefined> {
  if (parts.length === 0) return undefined;
  const looked: LookedUp = await lookUp(shipment, parts);
  if (looked.answer !== "done") return looked;
  const foreign: Issue[] = [];
  for (const { part, known } of looked.found) {
    if (!known) continue;
    const before = ledger.get(part.fullUrl)?.contentHash ?? "";
    const isAsWanted = known.hash === part.hash;
    if (!isAsWanted && before !== "" && known.hash !== before) foreign.push(foreignIssue(part));
    shipment.known.set(part.fullUrl, known);
  }
  return foreign.length > 0 ? { answer: "foreign", issues: foreign } : undefined;
}

function foreignIssue(part: Part): Issue {
  const message = `${nameOf(part)}: what was delivered last was expected at the destination, found what somebody else made of it.`;
  return { severity: "error", code: "conflict", rule: "delivery/foreign-change", message, path: placeOf(part) };
}

function endingOf({ outcomes, status, retryAfter, isTorn }: Carried, sent: number): Ending {
  const issues = outcomes.flatMap((outcome) => (outcome.answer === "done" ? [] : outcome.issues));
  const good = outcomes.filter(({ answer }) => answer === "done").length;
  return {
    answer: weightiest(outcomes),
    issues: isTorn ? [...issues, tornIssue(good, sent)] : issues,
    ...(status !== undefined && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

function report(shipment: Shipment, { ledger }: Attempt, course: Course, ending: Ending): AttemptReport {
  const held = shipment.parts.flatMap((part) => {
    const known = shipment.known.get(part.fullUrl);
    return known && part.policy !== "match" ? [{ part, known }] : [];
  });
  return {
    ...ending,
    isByIdAlone: course.isByIdAlone,
    isTorn: course.isTorn,
    entries: held.map(({ part, known }) => ({
      type: part.resource.resourceType,
      index: part.index,
      id: known.id,
      ...(known.versionId !== undefined && { version: known.versionId }),
      effect: course.effects.get(part.fullUrl) ?? "unchanged",
    })),
    ledger: held.flatMap(({ part, known }) => {
      const entry = toLedger(part, known);
      const before = ledger.get(part.fullUrl);
      return before && isSameEntry(before, entry) ? [] : [entry];
    }),
  };
}

function toLedger({ fullUrl, resource }: Part, { id, versionId, etag, hash }: Known): LedgerEntry {
  return {
    fullUrl,
    resourceType: resource.resourceType,
    serverId: id,
    contentHash: hash ?? "",
    ...(versionId !== undefined && { versionId }),
    ...(etag !== undefined && { etag }),
  };
}

function isSameEntry(one: LedgerEntry, other: LedgerEntry): boolean {
  return (
    one.serverId === other.serverId &&
    one.contentHash === other.contentHash &&
    one.versionId === other.versionId &&
    one.etag === other.etag
  );
}

function knownFrom(ledger: ReadonlyMap<string, LedgerEntry>, parts: readonly Part[]): Map<string, Known> {
  return new Map(
    parts.flatMap(({ fullUrl }) => {
      const entry = ledger.get(fullUrl);
      if (!entry) return [];
      const { serverId, versionId, etag, contentHash } = entry;
      return [
        [
          fullUrl,
          {
            id: serverId,
            ...(contentHash !== "" && { hash: contentHash }),
            ...(versionId !== undefined && { versionId }),
            ...(etag !== undefined && { etag }),
          },
        ] as const,
      ];
    }),
  );
}
