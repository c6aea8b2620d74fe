/** A number in [0, 1), handed in so that tests choose it. */
export type Random = () => number;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/**
 * How long to wait before a delivery is tried again: between nothing and a bound that doubles from 1 second to 5 minutes
 * (full jitter), so that what failed together does not come back together. It never gives up: trouble is bounded by age, and
 * a long weekend must not kill a delivery.
 *
 * @param attemptCount of attempts so far, from 1
 * @returns milliseconds, at least a tenth of the bound
 */
export function backOffMs(attemptCount: number, random: Random): number {
  const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attemptCount - 1, 30));
  return Math.round(bound * (0.1 + 0.9 * random()));
}

/**
 * How long to wait after an answer of which nobody knows whether it took effect: longer than the server's search index may lag,
 * and the usual wait on top.
 *
 * @param lagMs the lag that was measured at the destination
 */
export function settleWaitMs(lagMs: number, attemptCount: number, random: Random): number {
  return Math.max(2_000, 3 * lagMs) + backOffMs(attemptCount, random);
}

/**
 * How long a destination that asks for it is left alone: as it says in `Retry-After` (seconds or a date, RFC 9110 §10.2.3), from 1
 * second to 1 hour, and up to 20 % longer, so that not all come back at once; 30 seconds where it says nothing.
 */
export function pauseMs(retryAfter: string | undefined, now: Date, random: Random): number {
  const asked = readRetryAfter(retryAfter, now) ?? 30_000;
  return Math.round(Math.min(LONGEST_PAUSE_MS, Math.max(1_000, asked)) * (1 + 0.2 * random()));
}

function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1_000;
  const wait = Date.parse(text) - now.getTime();
  return Number.isNaN(wait) ? undefined : wait;
}
