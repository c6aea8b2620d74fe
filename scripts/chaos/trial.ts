import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../../test/support/postgres.ts";
import { createRandom } from "../cohort/random.ts";
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
  readonly seed: string;
  readonly hurry: number;
  /** Of all kills, 0 to 1. */
  readonly haltShare: number;
  /** Without it, SQLite. */
  readonly database?: PostgresServer;
}

/** What came of it. */
export interface TrialReport {
  readonly verdict: Verdict;
  readonly isAuditValid: boolean;
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
/**
 * A halt lasts from one and a half to two and a half leases. A request that was on its way out when the process was halted
 * goes out when it goes on, and no check of the sender's can keep it back: a conditional create is then safe by the server's
 * index alone, so not within the lag after another worker, which takes over when the lease ends, has created the same.
 */
const LEASE_MS = 90_000;
/** Crashes of the database, of all kills. */
const CRASHED = 0.1;
const DRAIN_MS = 900_000;

/** Runs clients and kills side by side, lets everything be delivered, and judges. */
export async function runTrial(trial: Trial): Promise<TrialReport> {
  const { folder, strategy, caseCount, killCount, seed, hurry, database } = trial;
  mkdirSync(folder, { recursive: true });
  const startedAt = performance.now();
  const plans = drawPlans(caseCount, createRandom(`${seed} plans`));
  const operationCount = plans.flat().length;
  const lagMs = Math.round((SETTLE_MS * LAG_SHARE) / hurry);
  const server = await startFaultyServer([strategy, seed, String(lagMs), String(operationCount)]);
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
  await Promise.all(replicas.map((replica) => replica.ready()));
  const course = { acknowledged: 0, retries: 0, kills: 0, halts: 0, crashes: 0 };
  const address = turnsOf(replicas);
  const killing = killOften(trial, replicas, course, () => course.acknowledged / operationCount);
  // Nobody runs ahead of the kills: they are to hit a service that works.
  const mayGoOn = (): boolean => course.acknowledged <= ((course.kills + 1) / killCount) * operationCount;
  const phase = { isAsked: false, isOver: false };
  const operating = operate(
    address,
    server.url,
    createRandom(`${seed} operator`),
    () => phase.isAsked,
    () => phase.isOver,
  );
  await Promise.all([runClients(plans, address, mayGoOn, course), killing]);
  phase.isAsked = true;
  const drained = await drain(address, server.url);
  phase.isOver = true;
  const deeds = await operating;
  const report = (await (await fetch(new URL("/report", server.url))).json()) as ServerReport;
  const exits = await Promise.all(replicas.map((replica) => replica.stop()));
  server.stop();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const { acknowledged, retries, kills, halts, crashes } = course;
  return {
    verdict: judge(report, withRevisions(plans, deeds)),
    isAuditValid: isAuditValid(environment) && exits.every((code) => code === 0),
    open: drained.open + Math.abs(drained.caseCount - caseCount),
    faultCounts: report.faultCounts,
    course:
      `${caseCount} cases in ${acknowledged} operations, ${retries} repeated; ${kills} kills (${halts} of them halts, ` +
      `${crashes} database crashes); ${report.requestCount} requests; operator: ${deeds.retried} retries, ` +
      `${deeds.revisions.length} revisions, ${deeds.resumed} pauses ended; index lag ${lagMs} ms; ${seconds} s`,
  };
}

interface Course {
  acknowledged: number;
  retries: number;
  kills: number;
  halts: number;
  crashes: number;
}

async function runClients(
  plans: readonly PatientPlan[],
  address: Address,
  mayGoOn: () => boolean,
  course: Course,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let plan = plans[next++]; plan; plan = plans[next++]) {
      for (const operation of plan) {
        while (!mayGoOn()) await sleep(20);
        course.retries += (await insist(address, operation)) - 1;
        course.acknowledged++;
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function killOften(
  { killCount, seed, database, hurry, haltShare }: Trial,
  replicas: readonly Replica[],
  course: Course,
  progress: () => number,
): Promise<void> {
  const random = createRandom(`${seed} kills`);
  for (; course.kills < killCount; course.kills++) {
    const victim = random.pick(replicas);
    await victim.ready();
    // Some work is done between two kills, as far as there is any left.
    const wanted = Math.min(1, (course.kills + 0.5) / killCount);
    for (let waits = 0; progress() < wanted && waits < 3000; waits++) await sleep(10);
    await sleep(random.integer(0, 300));
    if (database && random.chance(CRASHED)) {
      database.crash();
      await sleep(random.integer(0, 500));
      database.start();
      course.crashes++;
    } else if (random.chance(haltShare)) {
      await victim.halt((LEASE_MS / hurry) * (1.5 + random.next()));
      course.halts++;
    } else await victim.kill();
  }
}

interface Drained {
  readonly open: number;
  readonly caseCount: number;
}

/** Waits until the last version of every case is delivered. */
async function drain(address: Address, server: string): Promise<Drained> {
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
