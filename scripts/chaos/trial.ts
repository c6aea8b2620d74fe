import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../../test/support/postgres.ts";
import { createRandom } from "../cohort/random.ts";
import { haltOften, killOften, type Blows } from "./blows.ts";
import { insist, listCases, type Address, type ListedCase } from "./client.ts";
import type { ServerReport } from "./faulty-server.ts";
import { isAuditValid, startFaultyServer, startReplica, type Replica } from "./fleet.ts";
import { judge, type Verdict } from "./judge.ts";
import { operate, type Deeds } from "./operator.ts";
import { drawPlans, type PatientPlan } from "./plan.ts";

/** One strategy on one store. */
export interface Trial {
  readonly strategy: string;
  readonly folder: string;
  readonly caseCount: number;
  readonly killCount: number;
  readonly haltCount: number;
  readonly seed: string;
  readonly hurry: number;
  /** Without it, SQLite. */
  readonly database?: PostgresServer;
  /** Progress, for people. */
  readonly tell: (line: string) => void;
}

/** What came of it. */
export interface TrialReport {
  readonly verdict: Verdict;
  readonly isAuditValid: boolean;
  /** Whether every replica ended with 0 when it was told to. */
  readonly isStoppedWell: boolean;
  /** Cases whose current version was not delivered. */
  readonly open: number;
  readonly faultCounts: Readonly<Record<string, number>>;
  /** What happened, in numbers, for people. */
  readonly course: string;
}

const CLIENTS = 12;
const REPLICAS = 2;
/** As long as waits of two seconds after a lost answer go by, less some: the index must show what was written by then. */
const SETTLE_MS = 2_000;
const LAG_SHARE = 0.6;
const LEASE_MS = 90_000;
const DRAIN_MS = 900_000;
const TELL_MS = 10_000;

/**
 * Runs clients and kills side by side, lets everything be delivered, and judges.
 *
 * @throws Error when a client is refused what it should get
 */
export async function runTrial(trial: Trial): Promise<TrialReport> {
  const { folder, strategy, caseCount, seed, hurry, database } = trial;
  mkdirSync(folder, { recursive: true });
  const startedAt = performance.now();
  const plans = drawPlans(caseCount, createRandom(`${seed} plans`));
  const lagMs = Math.round((SETTLE_MS * LAG_SHARE) / hurry);
  const server = await startFaultyServer([strategy, seed, String(lagMs), String(plans.flat().length)]);
  const environment = {
    KYPHO_DATA: join(folder, "data"),
    KYPHO_DESTINATION: server.url,
    KYPHO_HURRY: String(hurry),
    ...(database && { KYPHO_DATABASE_URL: await database.createDatabase() }),
  };
  const replicas = await Promise.all(
    Array.from({ length: database ? REPLICAS : 1 }, (_, at) =>
      startReplica(environment, join(folder, `replica-${at}.log`)),
    ),
  );
  const course: Course = { acknowledged: 0, repeated: 0, kills: 0, halts: 0, crashes: 0 };
  try {
    const { open, deeds } = await bringAbout(trial, plans, server.url, replicas, course);
    const report = (await (await fetch(new URL("/report", server.url))).json()) as ServerReport;
    const exits = await Promise.all(replicas.map((replica) => replica.stop()));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const { acknowledged, repeated, kills, halts, crashes } = course;
    return {
      verdict: judge(report, withRevisions(plans, deeds)),
      isAuditValid: isAuditValid(environment),
      isStoppedWell: exits.every((code) => code === 0),
      open,
      faultCounts: report.faultCounts,
      course:
        `${caseCount} cases in ${acknowledged} operations, ${repeated} repeated; ${kills} kills (${crashes} of them of the ` +
        `database), ${halts} halts; ${report.requestCount} requests; operator: ${deeds.retried} retries, ` +
        `${deeds.revisions.length} revisions, ${deeds.resumed} pauses ended; index lag ${lagMs} ms; ${seconds} s`,
    };
  } finally {
    for (const replica of replicas) replica.end();
    server.stop();
  }
}

interface Course extends Blows {
  acknowledged: number;
  repeated: number;
}

interface Brought {
  /** Cases that are missing, or whose current version was not delivered. */
  readonly open: number;
  readonly deeds: Deeds;
}

/** Clients, kills, halts and the operator, until everything is delivered or nobody waits any longer. */
async function bringAbout(
  { caseCount, killCount, haltCount, seed, hurry, database, tell }: Trial,
  plans: readonly PatientPlan[],
  server: string,
  replicas: readonly Replica[],
  course: Course,
): Promise<Brought> {
  const operationCount = plans.flat().length;
  const address = turnsOf(replicas);
  const ending = new AbortController();
  const { signal } = ending;
  const progress = (): number => course.acknowledged / operationCount;
  const targets = { replicas, progress, signal, ...(database && { database }) };
  // Nobody runs ahead of the kills: they are to hit a service that works.
  const mayGoOn = (): boolean => course.kills === killCount || progress() <= (course.kills + 1) / killCount;
  const phase = { isAsked: false, isOver: false };
  const telling = setInterval(() => {
    const { acknowledged, kills, halts } = course;
    if (!phase.isAsked) tell(`${acknowledged} of ${operationCount} operations, ${kills} kills, ${halts} halts`);
  }, TELL_MS);
  const operator = createRandom(`${seed} operator`);
  const operating = operate(
    address,
    server,
    operator,
    () => phase.isAsked,
    () => phase.isOver || signal.aborted,
  );
  try {
    await Promise.all([
      runClients(plans, address, mayGoOn, course, signal),
      killOften(targets, course, killCount, createRandom(`${seed} kills`)),
      haltOften(targets, course, haltCount, LEASE_MS / hurry, createRandom(`${seed} halts`)),
    ]);
    phase.isAsked = true;
    const drained = await drain(address, server, tell);
    phase.isOver = true;
    return { open: drained.open + Math.abs(drained.caseCount - caseCount), deeds: await operating };
  } finally {
    ending.abort();
    clearInterval(telling);
  }
}

async function runClients(
  plans: readonly PatientPlan[],
  address: Address,
  mayGoOn: () => boolean,
  course: Course,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let plan = plans[next++]; plan; plan = plans[next++]) {
      for (const operation of plan) {
        while (!mayGoOn()) await sleep(20, undefined, { signal });
        signal.throwIfAborted();
        course.repeated += (await insist(address, operation)) - 1;
        course.acknowledged++;
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

interface Drained {
  readonly open: number;
  readonly caseCount: number;
}

/** Waits until the last version of every case is delivered. */
async function drain(address: Address, server: string, tell: Trial["tell"]): Promise<Drained> {
  const until = performance.now() + DRAIN_MS;
  let cases: readonly ListedCase[] = [];
  let open = Infinity;
  for (let round = 1; open > 0 && performance.now() < until; round++) {
    await sleep(500);
    // At the last the server fails no more, so that an end is in sight.
    if (round === 20) await fetch(new URL("/calm", server), { method: "POST" });
    cases = (await listCases(address())) ?? cases;
    if (cases.length === 0) continue;
    open = cases.filter(({ deliveries }) => deliveries.some(({ state }) => state !== "delivered")).length;
    if (round % 20 === 0) tell(`${open} of ${cases.length} cases are not delivered yet`);
  }
  return { open, caseCount: cases.length };
}

/** The plans with what the operator made of cases. */
function withRevisions(plans: readonly PatientPlan[], { revisions }: Deeds): readonly PatientPlan[] {
  return plans.map((plan) => {
    const own = new Set(plan.map(({ caseId }) => caseId));
    return [...plan, ...revisions.filter(({ caseId }) => own.has(caseId))];
  });
}

/** Each asker gets the next replica, so that none is asked for ever while it is down. */
function turnsOf(replicas: readonly Replica[]): Address {
  let next = 0;
  return () => replicas[next++ % replicas.length]?.url ?? "";
}
