import { renewLease, type Held } from "../../store/index.ts";
import type { DeliveryLoop } from "./delivery-loop.ts";

/** The delivery was taken by another worker, or may have been: what was begun must not go on. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** A claim that is kept alive while it is worked on. */
export interface Lease {
  /** To be asked right before each send. @throws LeaseLost */
  readonly assertHeld: () => void;
  readonly isHeld: () => boolean;
  readonly end: () => void;
}

/**
 * Keeps a claim alive by renewing it every third of its time.
 *
 * Whether it is still held is told by a clock that nobody sets: a process that was stopped for longer than its lease finds
 * that out before it sends, whatever the time of day says.
 *
 * @param claimedAtMs monotonic, from before the claim was asked for
 */
export function keepLease(loop: DeliveryLoop, held: Held, leaseMs: number, claimedAtMs: number): Lease {
  let deadlineMs = claimedAtMs + leaseMs;
  let isLost = false;
  const renew = async (): Promise<void> => {
    const askedAtMs = loop.monotonicMs();
    try {
      if (await renewLease(loop.store, held, leaseMs)) deadlineMs = askedAtMs + leaseMs;
      else isLost = true;
    } catch {
      // A store in trouble renews nothing: the deadline stands.
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  const isHeld = (): boolean => !isLost && loop.monotonicMs() < deadlineMs;
  return {
    isHeld,
    assertHeld() {
      if (!isHeld()) throw new LeaseLost();
    },
    end: () => clearInterval(timer),
  };
}
