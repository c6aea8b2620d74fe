import { backOffMs, nextStep, pauseMs, settleWaitMs, type Random } from "../answer/index.ts";
import type { AttemptReport } from "../deliver.ts";
import type { Strategy } from "../destination.ts";

/** What follows from an attempt, for the delivery and for its destination. */
export interface Verdict {
  readonly state: "delivered" | "pending" | "dead";
  readonly waitMs?: number;
  /** That it costs the delivery nothing: the destination is the trouble. */
  readonly isUntried?: boolean;
  readonly pause?: { readonly ms: number; readonly reason: "throttled" | "setting" | "login" };
}

/** What a verdict depends on besides the answer. */
export interface Circumstances {
  readonly strategy: Strategy;
  readonly attemptCount: number;
  /** The index lag that was measured at the destination. */
  readonly lagMs: number;
  /** The least wait after an answer of which nobody knows whether it took effect. */
  readonly settleMs: number;
  readonly now: Date;
  readonly random: Random;
}

/** A setting that somebody must mend is tried again by itself after this, in case it was mended at the other side. */
const SETTING_PAUSE_MS = 10 * 60_000;

/** Decides by the table of answers. Pure. */
export function decide(report: AttemptReport, circumstances: Circumstances): Verdict {
  const { answer, isByIdAlone, retryAfter, ledger } = report;
  const { strategy, attemptCount, lagMs, settleMs, now, random } = circumstances;
  if (answer === "unchanged") return { state: "delivered" };
  if (answer === "mismatch" || answer === "foreign") return { state: "dead" };
  // What was not sent, or went to ids of ours alone, cannot be doubled by an index that lags.
  const isSafe = isByIdAlone || answer === "unreachable";
  const settleFor = isSafe
    ? 0
    : Math.max(
        settleMs,
        settleWaitMs(lagMs, 1, () => 0),
      );
  const isUntried = ledger.length === 0;
  switch (nextStep(answer, strategy)) {
    case "settle":
      return { state: "delivered" };
    case "look-up":
    case "again":
      return { state: "pending", waitMs: settleFor + backOffMs(attemptCount, random) };
    case "pause": {
      if (answer !== "throttled") return paused(SETTING_PAUSE_MS, "setting");
      const ms = pauseMs(retryAfter, now, random);
      return { ...paused(ms, "throttled"), waitMs: Math.max(ms, settleFor), isUntried };
    }
    case "authorize":
      // The token was dropped and a new one was refused too.
      return paused(SETTING_PAUSE_MS, "login");
    case "split":
    case "hold":
      return { state: "dead" };
  }
}

function paused(ms: number, reason: "throttled" | "setting" | "login"): Verdict {
  return { state: "pending", waitMs: 0, isUntried: true, pause: { ms, reason } };
}
