import type { Settings } from "./settings/index.ts";
import { applyRetention, StoreFault, type Store } from "./store/index.ts";
import type { Log } from "./system/index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what the policy lets go, when the service starts and daily from then on.
 *
 * @returns waits for a removal under way, and ends it
 */
export function scheduleRetention(store: Store, policy: Settings["retention"], log: Log): () => Promise<void> {
  if (policy === undefined) return () => Promise.resolve();
  const apply = async (): Promise<void> => {
    try {
      const { cases, oldVersions, attempts, idempotencyKeys } = await applyRetention(
        store,
        policy,
        "(settings)",
        Date.now(),
      );
      log("retention-applied", { count: cases + oldVersions + attempts + idempotencyKeys });
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
      log("store-fault", { code: error.code });
    }
  };
  let running = apply();
  const timer = setInterval(() => {
    running = running.then(apply);
  }, DAY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
