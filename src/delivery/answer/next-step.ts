import type { AnswerClass } from "./answer-class.ts";

/** How resources are identified at a destination, and how they travel. */
export type StrategyName = "client-id" | "transaction" | "batch" | "single";

/**
 * What to do after an answer.
 *
 * - `settle`: it took effect.
 * - `look-up`: find out what the server holds before anything is sent again; first wait until its index must show it.
 * - `again`: send the same again after a wait.
 * - `pause`: the destination is the trouble, not the delivery: no delivery goes there for a while, and none pays for it.
 * - `authorize`: get a new token and send again, once; then pause.
 * - `split`: send in smaller parts.
 * - `hold`: somebody must act. The delivery is dead and its lane waits.
 */
export type NextStep = "settle" | "look-up" | "again" | "pause" | "authorize" | "split" | "hold";

const STEPS: Readonly<Record<AnswerClass, NextStep>> = {
  done: "settle",
  ambiguous: "look-up",
  unreachable: "again",
  throttled: "pause",
  // It may be an honest repeat that a server refuses (HAPI's table of search URLs), so what is there decides.
  conflict: "look-up",
  stale: "look-up",
  several: "hold",
  refused: "hold",
  login: "authorize",
  setting: "pause",
  gone: "hold",
  "too-large": "hold",
};

/** The one table of what follows from an answer; a strategy differs only where it can do better. */
export function nextStep(answer: AnswerClass, strategy: StrategyName): NextStep {
  // A PUT to an id of ours may be sent as often as one likes: no look-up can make it safer.
  if (answer === "ambiguous" && strategy === "client-id") return "again";
  // Only what is not bound together can travel apart.
  if (answer === "too-large" && strategy === "batch") return "split";
  return STEPS[answer];
}

/** Whether an answer speaks of the destination's health: these open its circuit breaker, data never does. */
export function isInfrastructure(answer: AnswerClass): boolean {
  return answer === "ambiguous" || answer === "unreachable";
}

/** Whether waiting alone may cure it. */
export function isPassing(answer: AnswerClass): boolean {
  return ["ambiguous", "unreachable", "throttled", "conflict", "stale"].includes(answer);
}
