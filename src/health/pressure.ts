import { statfs } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { readQueue, StoreFault, type Store } from "../store/index.ts";
import type { Log } from "../system/index.ts";

/** Why no further cases are taken for now. */
export type PressureReason = "disk" | "event-loop" | "queue-age";

/** What is watched; what is left out is not. */
export interface PressureLimits {
  readonly minFreeDiskBytes?: number;
  /** 99th percentile of a second, in each of five seconds. */
  readonly maxEventLoopDelayMs?: number;
  readonly maxQueueAgeMs?: number;
}

/** The watch over what would make taking more cases a promise that cannot be kept. */
export interface Pressure {
  /** The reason to say 503, if there is one. */
  readonly reason: () => PressureReason | undefined;
  /** Free bytes where the data folder is, as last looked up. */
  readonly freeDiskBytes: () => number | undefined;
  stop(): void;
}

const STEP_MS = 1000;
const SLOW_STEPS = 5;
/** The outbox is asked less often than the machine. */
const QUEUE_EVERY_STEPS = 10;

/** What is looked at; `main` gives the machine's own and the store's. */
export interface PressureGauges {
  /** Undefined where there is no disk of ours to run full. */
  readonly freeDiskBytes: () => Promise<number | undefined>;
  /** 99th percentile since it was asked last, milliseconds. */
  readonly eventLoopDelayMs: () => number;
  /** Whether a delivery waits for longer; undefined when the store cannot be asked. */
  readonly hasOlderDelivery: (ageMs: number) => Promise<boolean | undefined>;
}

/** Begins to watch the process, the data folder and the store, once a second. */
export function watchPressure(store: Store, dataFolder: string, limits: PressureLimits, log: Log): Pressure {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const { look, ...state } = createPressure(limits, log, {
    freeDiskBytes: () => readFreeBytes(dataFolder),
    eventLoopDelayMs() {
      const delayMs = delay.percentile(99) / 1e6;
      delay.reset();
      return delayMs;
    },
    hasOlderDelivery: (ageMs) => hasOlder(store, Date.now() - ageMs),
  });
  // A look that takes long is not overtaken by the next one.
  let isLooking = false;
  const step = (): void => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  };
  step();
  const timer = setInterval(step, STEP_MS).unref();
  return {
    ...state,
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}

/** What the watch knows, as of the last look; each look is a second after the one before. */
export function createPressure(
  limits: PressureLimits,
  log: Log,
  gauges: PressureGauges,
): Omit<Pressure, "stop"> & { readonly look: () => Promise<void> } {
  let reason: PressureReason | undefined;
  let freeDisk: number | undefined;
  let isQueueOld = false;
  let slowSteps = 0;
  let steps = 0;
  return {
    reason: () => reason,
    freeDiskBytes: () => freeDisk,
    async look() {
      slowSteps = gauges.eventLoopDelayMs() > (limits.maxEventLoopDelayMs ?? Infinity) ? slowSteps + 1 : 0;
      freeDisk = await gauges.freeDiskBytes();
      if (limits.maxQueueAgeMs !== undefined && steps++ % QUEUE_EVERY_STEPS === 0)
        // A store that cannot be asked says nothing new; its own faults are told elsewhere.
        isQueueOld = (await gauges.hasOlderDelivery(limits.maxQueueAgeMs)) ?? isQueueOld;
      const isDiskLow = freeDisk !== undefined && freeDisk < (limits.minFreeDiskBytes ?? 0);
      const now = isDiskLow ? "disk" : slowSteps >= SLOW_STEPS ? "event-loop" : isQueueOld ? "queue-age" : undefined;
      if (now !== reason) log(now ? "back-pressure-began" : "back-pressure-ended", { reason: now ?? reason ?? "" });
      reason = now;
    },
  };
}

async function readFreeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Without a data folder, as with PostgreSQL.
    return undefined;
  }
}

async function hasOlder(store: Store, than: number): Promise<boolean | undefined> {
  try {
    return (await readQueue(store)).some(({ state, oldestAt }) => state !== "dead" && oldestAt < than);
  } catch (error) {
    if (error instanceof StoreFault) return undefined;
    throw error;
  }
}
