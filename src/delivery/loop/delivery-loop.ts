import type { Store } from "../../store/index.ts";
import type { Log } from "../../system/index.ts";
import type { FhirDestination } from "../destination.ts";

/** What figures say of an attempt. */
export interface DeliveryAttemptFigures {
  readonly destination: string;
  /** A class of `AttemptClass`, or `poison`, `failed`. */
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
  /** Milliseconds that only ever grow, whatever is done to the clock. */
  readonly monotonicMs: () => number;
  /** 0 up to 1, for the jitter of waits. */
  readonly random: () => number;
  readonly log: Log;
  /** Told of every attempt, for figures. */
  readonly onAttempt?: (attempt: DeliveryAttemptFigures) => void;
  /** How long a delivery is held without a sign of life, 90 seconds by default. */
  readonly leaseMs?: number;
  /** How many times faster than usual all waits go by, 1 by default: waits, pauses, leases and the breaker's times alike. */
  readonly hurry?: number;
}
