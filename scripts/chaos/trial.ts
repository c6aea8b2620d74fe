import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../../test/support/postgres.ts";
import { createRandom } from "../cohort/random.ts";
import { insist, listCases, type Address, type ListedCase } from "./client.ts";
import type { ServerReport } from "./faulty-server.ts";
import { isAuditValid, startFaultyServer, startReplica, type Replica } from "./fleet.ts";
import { judge, type Verdict } from "./judge.ts";
import { drawPlans, type Operation, type PatientPlan } from "./plan.ts";

/** One strategy on one store. */
export interface Trial {
  readonly strategy: string;
  readonly folder: string;
  readonly caseCount: number;
  readonly killCount: number;
  readonly seed: string;
  readonly hurry: number;
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
const LEASE_MS = 90_000;
/** The halt of a process, or the crash of the database, instead of a kill. */
const HALTED = 0.2;
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
  const course = { acknowledged: 0, retries: 0, kills: 0, halts: 0, crashes: 0, healed: 0 };
  const address = turnsOf(replicas);
  const killing = killOften(trial, replicas, course, () => course.acknowledged / operationCount);
  // Nobody runs ahead of the kills: they are to hit a service that works.
  const mayGoOn = (): boolean => course.acknowledged <= ((course.kills + 1) / killCount) * operationCount;
  await runClients(plans, address, mayGoOn, course);
  await killing;
  const healed = await drain(address, server.url, course);
  const report = (await (await fetch(new URL("/report", server.url))).json()) as ServerReport;
  const exits = await Promise.all(replicas.map((replica) => replica.stop()));
  server.stop();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const { acknowledged, retries, kills, halts, crashes } = course;
  return {
    verdict: judge(report, healed.plans(plans)),
    isAuditValid: isAuditValid(environment) && exits.every((code) => code === 0),
    open: healed.open + Math.abs(healed.caseCount - caseCount),
    faultCounts: report.faultCounts,
    course:
      `${caseCount} cases in ${acknowledged} operations, ${retries} repeated; ${kills} kills (${halts} of them halts, ` +
      `${crashes} database crashes); ${report.requestCount} requests; ${course.healed} dead ones revised; ` +
      `index lag ${lagMs} ms; ${seconds} s`,
  };
}

interface Course {
  acknowledged: number;
  retries: number;
  kills: number;
  halts: number;
  crashes: number;
  healed: number;
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
  { killCount, seed, database, hurry }: Trial,
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
    } else if (random.chance(HALTED)) {
      await victim.halt((LEASE_MS / hurry) * (1.1 + random.next()));
      course.halts++;
    } else await victim.kill();
  }
}

interface Drained {
  readonly open: number;
  readonly caseCount: number;
  /** The plans with what was revised so that a dead one could go on. */
  plans(given: readonly PatientPlan[]): readonly PatientPlan[];
}

/** Waits until all is delivered, and does what an operator does about dead ones: the case is revised. */
async function drain(address: Address, server: string, course: Course): Promise<Drained> {
  const revisions: Operation[] = [];
  const until = performance.now() + DRAIN_MS;
  let cases: readonly ListedCase[] = [];
  let open: readonly ListedCase[] = [];
  let rounds = 0;
  do {
    await sleep(300);
    // At the last the server fails no more, so that an end is in sight.
    if (++rounds === 10) await fetch(new URL("/calm", server), { method: "POST" });
    const listed = await listCases(address());
    if (!listed) continue;
    cases = listed;
    open = cases.filter(({ deliveries }) => deliveries.some(({ state }) => state !== "delivered"));
    for (const { caseId, version, deliveries } of open) {
      if (!deliveries.some(({ state }) => state === "dead")) continue;
      const revision = { caseId, version: version + 1, isWithdrawal: false };
      await insist(address, revision);
      revisions.push(revision);
      course.healed++;
    }
  } while ((open.length > 0 || cases.length === 0) && performance.now() < until);
  return {
    open: open.length,
    caseCount: cases.length,
    plans: (given) =>
      given.map((plan) => {
        const own = new Set(plan.map(({ caseId }) => caseId));
        return [...plan, ...revisions.filter(({ caseId }) => own.has(caseId))];
      }),
  };
}

/** Each asker gets the next replica, so that none is asked for ever while it is down. */
function turnsOf(replicas: readonly Replica[]): Address {
  let next = 0;
  return () => replicas[next++ % replicas.length]?.url ?? "";
}
