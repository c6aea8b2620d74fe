import { hash } from "node:crypto";
import { claimDeliveries, settleDelivery, StoreFault } from "../store/index.ts";
import type { ClaimedDelivery, LedgerEntry, Settlement, Store } from "../store/index.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { push, type PushReport } from "./push.ts";
import { errorName, type Log } from "../system/index.ts";

/** What figures say of an attempt. */
export interface DeliveryAttemptFigures {
  readonly destination: string;
  readonly answerClass: string;
  readonly elapsedMs: number;
}

/** What the loop stands on. */
export interface DeliveryLoop {
  readonly store: Store;
  /** The destination's name in the outbox. */
  readonly name: string;
  readonly destination: FhirDestination;
  /** This worker, unique among all that share the store. */
  readonly owner: string;
  readonly now: () => number;
  /** 0 up to 1, for the jitter of waits. */
  readonly random: () => number;
  readonly log: Log;
  /** Told of every attempt, for figures. */
  readonly onAttempt?: (attempt: DeliveryAttemptFigures) => void;
}

const AT_ONCE = 4;
/** Longer than a request to the destination may last, with the searches before it. */
const LEASE_MS = 120_000;
const IDLE_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60 * 1000;

/**
 * Sends what the outbox holds for one destination until it is stopped, and outlives every fault.
 *
 * @returns stops after the sends in flight, and resolves then
 */
export function startDelivery(loop: DeliveryLoop): () => Promise<void> {
  let isStopped = false;
  let hasNews = false;
  let wake = (): void => undefined;
  const unlisten = loop.store.onDeliverable(() => {
    hasNews = true;
    wake();
  });
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isStopped || hasNews) wake();
    });
  const run = async (): Promise<void> => {
    while (!isStopped) {
      hasNews = false;
      if ((await deliverDue(loop)) === 0) await rest();
    }
  };
  const running = run();
  return async () => {
    isStopped = true;
    unlisten();
    wake();
    await running;
  };
}

/** Sends what is due once, and says how much that was. */
async function deliverDue(loop: DeliveryLoop): Promise<number> {
  const { store, name, owner, log } = loop;
  try {
    const claimed = await claimDeliveries(store, {
      destination: name,
      owner,
      limit: loop.destination.concurrency ?? AT_ONCE,
      leaseMs: LEASE_MS,
    });
    await Promise.all(
      claimed.map(async (delivery) => {
        const settlement = await attempt(loop, delivery);
        if (settlement.attempt) {
          const { startedAt, endedAt, answerClass } = settlement.attempt;
          loop.onAttempt?.({ destination: name, answerClass, elapsedMs: endedAt - startedAt });
        }
        return settleDelivery(store, settlement);
      }),
    );
    return claimed.length;
  } catch (error) {
    // What was claimed is sent again when its lease has run out.
    log("delivery-loop-failed", { error: error instanceof StoreFault ? error.code : errorName(error) });
    return 0;
  }
}

async function attempt(loop: DeliveryLoop, delivery: ClaimedDelivery): Promise<Settlement> {
  const { id, fence, bundle } = delivery;
  const startedAt = loop.now();
  const tried = (answerClass: string, issues: readonly object[] = []) => ({
    attempt: { startedAt, endedAt: loop.now(), answerClass, issues },
    ...(issues.length > 0 && { outcome: { issues } }),
  });
  try {
    const pushed = await push(bundle, loop.destination);
    if (!pushed.ok) return { id, fence, state: "dead", ...tried("refused", pushed.issues) };
    const { totals } = pushed.value;
    return {
      id,
      fence,
      state: "delivered",
      ...tried("done"),
      outcome: { totals },
      ledger: toLedger(delivery, pushed.value),
    };
  } catch (error) {
    if (!(error instanceof DeliveryFault)) {
      loop.log("delivery-failed", { delivery: id, error: errorName(error) });
      return { id, fence, state: "dead", ...tried("failed") };
    }
    const waitMs = Math.max(
      waitBefore(delivery.attemptCount + 1, loop.random()),
      (error.retryAfterSeconds ?? 0) * 1000,
    );
    return { id, fence, state: "pending", waitMs, ...tried(error.code, error.issues) };
  }
}

/** Full jitter below a bound that doubles from 1 s to 5 min. */
function waitBefore(attemptNumber: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attemptNumber - 2, 20)) * random;
}

function toLedger({ bundle }: ClaimedDelivery, { entries }: PushReport): readonly LedgerEntry[] {
  return entries.flatMap(({ index, type, id, version }) => {
    const entry = bundle.entry?.[index];
    if (entry?.fullUrl === undefined) return [];
    const contentHash = hash("sha256", JSON.stringify(entry.resource), "hex");
    const versionId = version === undefined ? {} : { versionId: version };
    return [{ fullUrl: entry.fullUrl, resourceType: type, serverId: id, contentHash, ...versionId }];
  });
}
