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

/** Begins to watch, once a second. */
export function watchPressure(store: Store, dataFolder: string, limits: PressureLimits, log: Log): Pressure {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let reason: PressureReason | undefined;
  let freeDisk: number | undefined;
  let isQueueOld = false;
  let slowSteps = 0;
  let steps = 0;

  const look = async (): Promise<void> => {
    const delayMs = delay.percentile(99) / 1e6;
    delay.reset();
    slowSteps = delayMs > (limits.maxEventLoopDelayMs ?? Infinity) ? slowSteps + 1 : 0;
    freeDisk = await readFreeBytes(dataFolder);
    if (limits.maxQueueAgeMs !== undefined && steps++ % QUEUE_EVERY_STEPS === 0)
      isQueueOld = await hasOlder(store, Date.now() - limits.maxQueueAgeMs, isQueueOld);
    const isDiskLow = freeDisk !== undefined && freeDisk < (limits.minFreeDiskBytes ?? 0);
    const now = isDiskLow ? "disk" : slowSteps >= SLOW_STEPS ? "event-loop" : isQueueOld ? "queue-age" : undefined;
    if (now !== reason) log(now ? "back-pressure-began" : "back-pressure-ended", { reason: now ?? reason ?? "" });
    reason = now;
  };
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
    reason: () => reason,
    freeDiskBytes: () => freeDisk,
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}

async function readFreeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // Without a data folder, as with PostgreSQL, there is no disk of ours to run full.
    return undefined;
  }
}

/** A store that cannot be asked says nothing new; its own faults are told elsewhere. */
async function hasOlder(store: Store, than: number, before: boolean): Promise<boolean> {
  try {
    return (await readQueue(store)).some(({ state, oldestAt }) => state !== "dead" && oldestAt < than);
  } catch (error) {
    if (error instanceof StoreFault) return before;
    throw error;
  }
}
