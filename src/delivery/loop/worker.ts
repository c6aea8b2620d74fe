import { setImmediate as nextRound, setTimeout as sleep } from "node:timers/promises";
import {
  claimDeliveries,
  hastenLeases,
  readLedger,
  settleDelivery,
  StoreFault,
  type ClaimedDelivery,
  type DeliveryAttempt,
  type Settlement,
} from "../../store/index.ts";
import { isUntroubled } from "../answer/index.ts";
import { deliver, type AttemptReport } from "../deliver.ts";
import { countEffects } from "../push.ts";
import { exchange, strategyFor } from "../server/index.ts";
import type { DeliveryLoop } from "./delivery-loop.ts";
import { keepLease, LeaseLost, type Lease } from "./lease.ts";
import { DestinationStanding, type Standing } from "./standing.ts";
import { createTurns, Recalled, type AttemptTurns, type Turns } from "./turns.ts";
import { decide, type Verdict } from "./verdict.ts";

const CONCURRENCY = 8;
/** How many are held for each request at once: while some are sent, others are made ready. */
const HELD = 3;
/** A claim is a commit, so it waits for room for a part of what may be held; the others keep the destination busy meanwhile. */
const CLAIMED_PART = 1 / 3;
const LEASE_MS = 90_000;
/** A delivery that was in the hands of so many lost workers, one after the other, is set aside. */
const POISONOUS = 3;
const AGES_MS = [15 * 60_000, 60 * 60_000, 24 * 60 * 60_000];

/** Sends what the outbox holds for one destination. */
export class DeliveryWorker {
  readonly #loop: DeliveryLoop;
  readonly #standing: DestinationStanding;
  /** Until they are written down. */
  readonly #inFlight = new Set<Promise<void>>();
  /** Until it is known what comes of them. */
  readonly #unanswered = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #turns: Turns;
  readonly #maxHeld: number;
  /** How late the destination's deliveries were told to be, as a place in AGES_MS. */
  #lateness = 0;
  #hasBegun = false;

  constructor(loop: DeliveryLoop) {
    this.#loop = loop;
    this.#standing = new DestinationStanding(loop);
    const { concurrency = CONCURRENCY } = loop.destination;
    this.#turns = createTurns(concurrency);
    this.#maxHeld = concurrency * HELD;
  }

  /** Claims and sends what is due, and resolves when all of it is settled. @returns how much that was */
  async turn(): Promise<number> {
    const claimed = await this.fill();
    await Promise.all(this.#inFlight);
    return claimed;
  }

  /** Claims as much as may be held at once, and begins to send it. @returns how much that was */
  async fill(): Promise<number> {
    const { store, name, owner, log } = this.#loop;
    try {
      const standing = await this.#standing.read(this.#abort.signal);
      if (!standing) this.#turns.recall();
      const limit = this.#maxHeld - this.#unanswered.size;
      if (!standing || limit <= 0) return 0;
      await this.#takeOver(standing);
      const leaseMs = this.#leaseMs(standing);
      const claimedAtMs = this.#loop.monotonicMs();
      const claimed = await claimDeliveries(store, { destination: name, owner, limit, leaseMs });
      for (const delivery of claimed) {
        this.#begin(delivery, keepLease(this.#loop, delivery, leaseMs, claimedAtMs), standing);
        // To make one ready takes a millisecond or two, and all at once would keep the answers waiting that have come.
        await nextRound();
      }
      return claimed.length;
    } catch (error) {
      // What was claimed is sent again when its lease has run out.
      log("delivery-loop-failed", { error: nameOf(error) });
      return 0;
    }
  }

  /** Whether there is too little room for a claim. */
  get isFull(): boolean {
    return this.#unanswered.size > this.#maxHeld * (1 - CLAIMED_PART);
  }

  /** Resolves when there may be more room: what is written down yet keeps nothing from being claimed, in the same commit. */
  async someAnswered(): Promise<void> {
    await Promise.race(this.#unanswered);
  }

  /**
   * Gives back what was not begun and waits for what is under way, for no more than a time: then requests are cut, and sent
   * again by whoever comes next.
   */
  async stop(graceMs: number): Promise<void> {
    this.#turns.close();
    const timer = setTimeout(() => this.#abort.abort(), graceMs);
    await Promise.all(this.#inFlight);
    clearTimeout(timer);
  }

  /** One process alone serves a SQLite file: what a lost one held is free once nothing of it can take effect any more. */
  async #takeOver({ lagMs }: Standing): Promise<void> {
    const { store, name, destination } = this.#loop;
    if (this.#hasBegun || store.kind !== "sqlite") return;
    this.#hasBegun = true;
    const settleMs = Math.max(destination.settleMs ?? 0, 3 * lagMs, 2_000);
    await hastenLeases(store, { destination: name, waitMs: (destination.timeoutMs ?? 30_000) + settleMs });
  }

  /** Longer than a request and the wait after it: what was sent by a lost worker is visible before another looks. */
  #leaseMs({ lagMs }: Standing): number {
    const { leaseMs = LEASE_MS, destination, hurry = 1 } = this.#loop;
    return Math.round(Math.max(leaseMs, 3 * lagMs + (destination.settleMs ?? 0)) / hurry);
  }

  #begin(delivery: ClaimedDelivery, lease: Lease, standing: Standing): void {
    const turns = this.#turns.ofAttempt();
    const attempt = this.#attempt({ delivery, lease, standing, turns });
    const answered = attempt.then(
      () => void this.#unanswered.delete(answered),
      () => void this.#unanswered.delete(answered),
    );
    this.#unanswered.add(answered);
    const written = attempt
      .then((ended) => ended && this.#writeDown(ended, lease, standing))
      .catch((error: unknown) => this.#loop.log("delivery-failed", { delivery: delivery.id, error: nameOf(error) }))
      .finally(() => {
        turns.end();
        lease.end();
        this.#inFlight.delete(written);
      });
    this.#inFlight.add(written);
  }

  /** @returns what is to be written down, or undefined where the delivery is another worker's by now */
  async #attempt(course: Course): Promise<Ended | undefined> {
    const { delivery, turns } = course;
    const { id, fence } = delivery;
    if (delivery.crashCount >= POISONOUS) {
      this.#loop.log("delivery-dead", { delivery: id, reason: "poison" });
      return { settlement: this.#deadOf(delivery, this.#begun()("poison", [POISON]), [POISON]) };
    }
    const ledger = await this.#readLedger(delivery);
    let ended = this.#begun();
    let report: AttemptReport;
    try {
      // What was waited for is no part of the attempt.
      report = await this.#deliver(course, ledger, () => (ended = this.#begun()));
    } catch (error) {
      if (error instanceof Recalled) return { settlement: { id, fence, state: "pending", isUntried: true } };
      if (error instanceof StoreFault) throw error;
      if (error instanceof LeaseLost) {
        this.#loop.log("lease-lost", { delivery: id });
        return undefined;
      }
      this.#loop.log("delivery-dead", { delivery: id, reason: "failed", error: nameOf(error) });
      return { settlement: this.#deadOf(delivery, ended("failed", [FAILED]), [FAILED]) };
    }
    // The next one goes while this one is written down; after any other answer, only once it is known what that means for all.
    if (report.answer === "done" || report.answer === "unchanged") turns.end();
    return this.#judged(course, report, ended);
  }

  /** @returns what gives the attempt that begins now, once it is over */
  #begun(): Begun {
    const { now, name, onAttempt } = this.#loop;
    const startedAt = now();
    return (answerClass, issues = [], status) => {
      const endedAt = now();
      onAttempt?.({ destination: name, answerClass, elapsedMs: Math.max(0, endedAt - startedAt) });
      return { startedAt, endedAt, answerClass, issues, ...(status !== undefined && { status }) };
    };
  }

  #deadOf({ id, fence }: ClaimedDelivery, attempt: DeliveryAttempt, issues: readonly object[]): Settlement {
    return { id, fence, state: "dead", attempt, outcome: { issues } };
  }

  #judged({ delivery, standing }: Course, report: AttemptReport, ended: Begun): Ended {
    const { destination, now, random, hurry = 1 } = this.#loop;
    const verdict = decide(report, {
      strategy: strategyFor(destination, standing.ability),
      attemptCount: delivery.attemptCount,
      lagMs: standing.lagMs,
      settleMs: destination.settleMs ?? 0,
      now: new Date(now()),
      random,
    });
    if (verdict.pause) this.#turns.recall();
    const { pause: _, waitMs, ...rest } = verdict;
    const waited = waitMs === undefined ? {} : { waitMs: Math.round(waitMs / hurry) };
    const { issues, answer, status, ledger } = report;
    const outcome = issues.length > 0 ? { issues } : { totals: countEffects(report.entries) };
    const { id, fence } = delivery;
    return {
      settlement: { id, fence, ...rest, ...waited, attempt: ended(answer, issues, status), outcome, ledger },
      judged: { delivery, report, verdict },
    };
  }

  async #writeDown({ settlement, judged }: Ended, lease: Lease, standing: Standing): Promise<void> {
    if (!judged) return this.#settle(settlement, lease);
    const { delivery, report, verdict } = judged;
    // In one commit, where both have something to write.
    await Promise.all([this.#settle(settlement, lease), this.#standing.note(report, verdict, standing)]);
    if (verdict.state === "dead") this.#loop.log("delivery-dead", { delivery: delivery.id, reason: report.answer });
    this.#tellAge(delivery, verdict.state);
  }

  #readLedger({ bundle }: ClaimedDelivery): Promise<Ledger> {
    const { store, name } = this.#loop;
    return readLedger(
      store,
      name,
      (bundle.entry ?? []).flatMap(({ fullUrl }) => fullUrl ?? []),
    );
  }

  #deliver(course: Course, ledger: Ledger, onTurn: () => void): Promise<AttemptReport> {
    const { destination, random } = this.#loop;
    const { delivery, lease, standing, turns } = course;
    let hasBegun = false;
    return deliver({
      bundle: delivery.bundle,
      destination,
      ability: standing.ability,
      ledger,
      isRepeat: delivery.attemptCount > 1 || delivery.crashCount > 0,
      send: async (request) => {
        await turns.begin(request.isSafe === true || request.method === "GET");
        if (!hasBegun) onTurn();
        hasBegun = true;
        lease.assertHeld();
        const answer = await exchange(destination, { ...request, mayStart: lease.isHeld }, this.#abort.signal);
        // It was kept back, and says nothing of the destination.
        if (answer.kind === "fault" && answer.fault === "not-sent") lease.assertHeld();
        // Another one goes while this one's next request is made ready, unless there may be news in the answer for all.
        if (isUntroubled(answer)) turns.end();
        return answer;
      },
      pause: (round) => sleep(50 * 2 ** round * random()),
    });
  }

  /** A result that cannot be stored yet is kept as long as the lease lasts: to send again would cost more. */
  async #settle(settlement: Settlement, lease: Lease): Promise<void> {
    for (;;) {
      try {
        const isSettled = await settleDelivery(this.#loop.store, settlement);
        if (!isSettled) this.#loop.log("lease-lost", { delivery: settlement.id });
        return;
      } catch (error) {
        if (!(error instanceof StoreFault) || !lease.isHeld() || this.#abort.signal.aborted) throw error;
        await sleep(1_000);
      }
    }
  }

  /** Says once for each step that deliveries are late, and once that they are not any more. */
  #tellAge({ createdAt }: ClaimedDelivery, state: string): void {
    const { now, log, name } = this.#loop;
    const ageMs = now() - createdAt;
    const lateness = state === "pending" ? AGES_MS.filter((age) => ageMs > age).length : 0;
    if (lateness > this.#lateness) log("deliveries-late", { destination: name, ms: ageMs });
    this.#lateness = state === "pending" ? Math.max(this.#lateness, lateness) : 0;
  }
}

type Ledger = Awaited<ReturnType<typeof readLedger>>;

type Begun = (answerClass: string, issues?: readonly object[], status?: number) => DeliveryAttempt;

/** What goes with an attempt. */
interface Course {
  readonly delivery: ClaimedDelivery;
  readonly lease: Lease;
  readonly standing: Standing;
  readonly turns: AttemptTurns;
}

/** What an attempt came to, and, where the destination was asked, what that says of it. */
interface Ended {
  readonly settlement: Settlement;
  readonly judged?: { readonly delivery: ClaimedDelivery; readonly report: AttemptReport; readonly verdict: Verdict };
}

const POISON = {
  severity: "error",
  code: "exception",
  rule: "delivery/poison",
  message:
    "A delivery that leaves its worker alive was expected; three were lost one after the other while they held this one.",
} as const;

const FAILED = {
  severity: "error",
  code: "exception",
  rule: "delivery/failed",
  message: "The adapter failed while it delivered; the fault is on its side.",
} as const;

function nameOf(error: unknown): string {
  if (error instanceof StoreFault) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
