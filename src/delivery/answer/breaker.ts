/**
 * A destination's circuit breaker. While it is open nothing is sent, no attempt is counted and nothing is logged but its changes.
 *
 *     closed    ─ 5 failures within 30 s ─────────► open
 *     open      ─ its wait is over ───────────────► half-open: one question is asked
 *     half-open ─ it is answered ─────────────────► closed
 *     half-open ─ it fails ───────────────────────► open, for twice as long (30 s to 10 min)
 */
export type Breaker =
  | { readonly state: "closed"; readonly failuresAt: readonly number[] }
  | { readonly state: "open"; readonly until: number; readonly waitMs: number }
  | { readonly state: "half-open"; readonly waitMs: number };

export const CLOSED: Breaker = { state: "closed", failuresAt: [] };

const FAILURES = 5;
const WITHIN_MS = 30_000;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** The breaker at a time: an open one whose wait is over lets one question through. */
export function breakerAt(breaker: Breaker, now: number): Breaker {
  return breaker.state === "open" && now >= breaker.until ? { state: "half-open", waitMs: breaker.waitMs } : breaker;
}

/** What an exchange makes of it; data at fault is no failure of a destination. */
export function afterExchange(breaker: Breaker, hasFailed: boolean, now: number): Breaker {
  if (breaker.state === "open") return breaker;
  if (!hasFailed) return CLOSED;
  if (breaker.state === "half-open") return open(Math.min(LONGEST_WAIT_MS, breaker.waitMs * 2), now);
  const failuresAt = [...breaker.failuresAt, now].filter((at) => at > now - WITHIN_MS);
  return failuresAt.length >= FAILURES ? open(FIRST_WAIT_MS, now) : { state: "closed", failuresAt };
}

function open(waitMs: number, now: number): Breaker {
  return { state: "open", until: now + waitMs, waitMs };
}
