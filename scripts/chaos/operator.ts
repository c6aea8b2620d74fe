import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../cohort/random.ts";
import { insist, type Address } from "./client.ts";
import type { Operation } from "./plan.ts";

/** What an operator did. */
export interface Deeds {
  retried: number;
  resumed: number;
  /** Versions that were made so that a dead one is superseded. */
  readonly revisions: Operation[];
}

interface ListedDelivery {
  readonly id: number;
  readonly caseId: string;
}

interface HeldCase {
  readonly version: number;
  readonly state: string;
}

const ROUND_MS = 500;
/** Of dead deliveries; all others are tried again as they are. */
const REVISED = 0.3;

/**
 * Does what operators do, until told to stop: what is dead is tried again or its case revised, and a destination whose
 * settings or login were at fault is sent to again.
 *
 * @param mayRevise whether the clients have nothing more to say of the cases
 */
export async function operate(
  address: Address,
  destination: string,
  random: Random,
  mayRevise: () => boolean,
  isOver: () => boolean,
): Promise<Deeds> {
  const deeds: Deeds = { retried: 0, resumed: 0, revisions: [] };
  while (!isOver()) {
    await sleep(ROUND_MS);
    const { deliveries = [] } =
      (await ask<{ deliveries: ListedDelivery[] }>(`${address()}/deliveries?state=dead`)) ?? {};
    const seen = new Set<string>();
    for (const { id, caseId } of deliveries) {
      if (seen.has(caseId)) continue;
      seen.add(caseId);
      const isRevised = mayRevise() && random.chance(REVISED);
      const found = isRevised ? await ask<HeldCase>(`${address()}/cases/${caseId}`) : undefined;
      if (found?.state === "active") {
        const revision = { caseId, version: found.version + 1, isWithdrawal: false };
        deeds.revisions.push(revision);
        await insist(address, revision);
      } else if (await ask(`${address()}/deliveries/${id}/retry`, "POST")) deeds.retried++;
    }
    const name = encodeURIComponent(destination);
    const { paused } = (await ask<{ paused?: { reason: string } }>(`${address()}/destinations/${name}`)) ?? {};
    if (paused?.reason === "setting" || paused?.reason === "login") {
      if (await ask(`${address()}/destinations/${name}/resume`, "POST")) deeds.resumed++;
    }
  }
  return deeds;
}

/** @returns undefined when it was not answered with what was asked for */
async function ask<T extends object>(url: string, method = "GET"): Promise<T | undefined> {
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(30_000) });
    const body = (await response.json()) as T;
    return response.ok ? body : undefined;
  } catch {
    return undefined;
  }
}
