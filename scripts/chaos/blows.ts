import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../../test/support/postgres.ts";
import type { Random } from "../cohort/random.ts";
import type { Replica } from "./fleet.ts";

/** Who is hit, and how far the work is. */
export interface Targets {
  readonly replicas: readonly Replica[];
  readonly database?: PostgresServer;
  /** The share of the work that is done, 0 to 1. */
  readonly progress: () => number;
  /** Ends the blows when there is nothing left to hit. */
  readonly signal: AbortSignal;
}

/** How often what was hit. */
export interface Blows {
  kills: number;
  /** Of the kills, those of the database. */
  crashes: number;
  halts: number;
}

const CRASHED = 0.1;

/** Kills a replica, or the database with all its processes, again and again over the whole of the work. */
export async function killOften(targets: Targets, blows: Blows, count: number, random: Random): Promise<void> {
  const { replicas, database } = targets;
  for (; blows.kills < count; blows.kills++) {
    // Some work is done between two kills.
    await progressTo((blows.kills + 0.5) / count, targets);
    await sleep(random.integer(0, 300));
    if (database && random.chance(CRASHED)) {
      database.crash();
      await sleep(random.integer(0, 500));
      database.start();
      blows.crashes++;
    } else await (await pickAwake(replicas, random)).kill();
  }
}

/** Halts a replica again and again over the whole of the work, each time for one and a half to two and a half leases. */
export async function haltOften(
  targets: Targets,
  blows: Blows,
  count: number,
  leaseMs: number,
  random: Random,
): Promise<void> {
  for (; blows.halts < count; blows.halts++) {
    await progressTo((blows.halts + 0.5) / count, targets);
    await (await pickAwake(targets.replicas, random)).halt(leaseMs * (1.5 + random.next()));
  }
}

/** Whoever is halted is left alone, so that it finds out for itself how long it stood still. */
async function pickAwake(replicas: readonly Replica[], random: Random): Promise<Replica> {
  for (;;) {
    const victim = random.pick(replicas);
    await victim.ready();
    if (!victim.isHalted) return victim;
    await sleep(20);
  }
}

async function progressTo(share: number, { progress, signal }: Targets): Promise<void> {
  while (progress() < share) await sleep(10, undefined, { signal });
}
