import {
  noteDestination,
  readDestination,
  StoreFault,
  UNTIL_RESUMED,
  type DestinationNote,
  type StoredDestination,
} from "../../store/index.ts";
import { afterExchange, breakerAt, CLOSED, isInfrastructure, type Breaker } from "../answer/index.ts";
import { checkDestination } from "../check-destination.ts";
import type { AttemptReport } from "../deliver.ts";
import { DeliveryFault } from "../delivery-fault.ts";
import { strategyFor, UNKNOWN_ABILITY, withFindings, type Ability } from "../server/index.ts";
import type { DeliveryLoop } from "./delivery-loop.ts";
import type { Verdict } from "./verdict.ts";

/** What a worker may rely on while it sends. */
export interface Standing {
  readonly ability: Ability;
  readonly lagMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** A time that lies further ahead than any pause: the clock was set back. Operators' pauses have no end at all. */
const LONGEST_PAUSE_MS = 2 * 60 * 60_000;

/**
 * How a destination stands: paused or not, its circuit breaker, and what it can do. All of it is kept in its row, so that
 * replicas and operators see and change the same; only failures that have not opened the breaker yet are this process's own.
 */
export class DestinationStanding {
  readonly #loop: DeliveryLoop;
  #breaker: Breaker = CLOSED;
  /** Not before then, monotonic, is the CapabilityStatement asked for again. */
  #askAfterMs = 0;
  #isSurprised = false;

  constructor(loop: DeliveryLoop) {
    this.#loop = loop;
  }

  /**
   * What is sent by now, or undefined while nothing may be sent.
   *
   * @throws StoreFault
   */
  async read(signal: AbortSignal): Promise<Standing | undefined> {
    const { store, name, now } = this.#loop;
    const row = await readDestination(store, name);
    if (!row || isPaused(row, now())) return undefined;
    this.#adopt(row);
    if (this.#breaker.state === "open") this.#breaker = breakerAt(this.#breaker, this.#breakerNow());
    if (this.#breaker.state === "open") return undefined;
    const ability = await this.#abilityOf(row, signal);
    return ability && { ability, lagMs: row.lagMs ?? 0 };
  }

  /** Takes in what an attempt says of the destination. */
  async note(report: AttemptReport, verdict: Verdict, standing: Standing): Promise<void> {
    const { name, now, log } = this.#loop;
    if (report.answer === "setting") this.#isSurprised = true;
    if (report.isTorn && standing.ability.isAtomic !== false) {
      log("destination-not-atomic", { destination: name });
      const ability = this.#shown({ ...standing.ability, isAtomic: false });
      await this.#keep({ ability }, "destination-not-atomic");
    }
    if (verdict.pause) {
      const { ms, reason } = verdict.pause;
      if (reason !== "throttled") log("destination-paused", { destination: name, reason, ms });
      const change = { pausedUntil: now() + Math.round(ms / this.#hurry), pausedReason: reason };
      await (reason === "throttled" ? this.#keep(change) : this.#keep(change, "destination-paused", { reason }));
    }
    const { answer } = report;
    const hasFailed =
      answer !== "unchanged" && answer !== "mismatch" && answer !== "foreign" && isInfrastructure(answer);
    if (answer !== "unchanged") await this.#count(hasFailed);
  }

  get #hurry(): number {
    return this.#loop.hurry ?? 1;
  }

  /** The breaker's times are kept by a clock that runs as fast as the waits go by. */
  #breakerNow(): number {
    return this.#loop.now() * this.#hurry;
  }

  /** The row says whether the breaker is open: another replica may have opened it, or an operator closed it. */
  #adopt({ breaker }: StoredDestination): void {
    const shared = breaker === null ? CLOSED : (JSON.parse(breaker) as Breaker);
    if (shared.state === "open") this.#breaker = shared;
    else if (this.#breaker.state !== "closed") this.#breaker = CLOSED;
  }

  async #count(hasFailed: boolean): Promise<void> {
    const { name, log } = this.#loop;
    const before = this.#breaker;
    const after = afterExchange(before, hasFailed, this.#breakerNow());
    this.#breaker = after;
    if (after.state === "open" && before.state !== "open") {
      log("breaker-opened", { destination: name, ms: after.waitMs });
      await this.#keep({ breaker: JSON.stringify(after) });
    } else if (after.state === "closed" && before.state !== "closed") {
      log("breaker-closed", { destination: name });
      await this.#keep({ breaker: null });
    }
  }

  /** What the destination can do: asked for daily, after a surprise, and as the one question of a half-open breaker. */
  async #abilityOf(row: StoredDestination, signal: AbortSignal): Promise<Ability | undefined> {
    const { destination, now, monotonicMs } = this.#loop;
    const held = row.ability === null ? undefined : (JSON.parse(row.ability) as Ability);
    // The settings may say another strategy than when the service last ran.
    if (held && row.ability !== this.#shown(held)) await this.#keep({ ability: this.#shown(held) });
    const age = now() - (row.abilityAt ?? 0);
    const isDue = !held || age > DAY_MS || age < 0 || this.#isSurprised;
    const isHalfOpen = this.#breaker.state === "half-open";
    if (!isHalfOpen && (!isDue || monotonicMs() < this.#askAfterMs))
      return held ?? (destination.strategy && UNKNOWN_ABILITY);
    try {
      const checked = await checkDestination(destination, signal);
      this.#isSurprised = false;
      await this.#count(false);
      // A server that tells nothing of itself is sent to as the settings say, and asked again later.
      if (!checked.ok) return await this.#untold(held, checked.issues[0]?.rule ?? "");
      await this.#learn(held, checked.value);
      return withFindings(checked.value, held);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      await this.#count(true);
      this.#askAfterMs = monotonicMs() + 1_000 / this.#hurry;
      if (isHalfOpen || this.#breaker.state === "open") return undefined;
      return held;
    }
  }

  async #untold(held: Ability | undefined, rule: string): Promise<Ability | undefined> {
    const { destination, monotonicMs, name, now, log } = this.#loop;
    this.#askAfterMs = monotonicMs() + (60 * 60_000) / this.#hurry;
    if (held || destination.strategy) return held ?? UNKNOWN_ABILITY;
    const reason = rule.replace("delivery/", "");
    log("destination-paused", { destination: name, reason });
    this.#askAfterMs = 0;
    await this.#keep(
      { pausedUntil: now() + Math.round((10 * 60_000) / this.#hurry), pausedReason: reason },
      "destination-paused",
      { reason },
    );
    return undefined;
  }

  async #learn(held: Ability | undefined, found: Ability): Promise<void> {
    const { name, destination, now, log } = this.#loop;
    const ability = withFindings(found, held);
    const text = this.#shown(ability);
    const change = { ability: text, abilityAt: now() };
    if (held && this.#shown(held) === text) return this.#keep(change);
    const strategy = strategyFor(destination, ability);
    log("destination-read", { destination: name, strategy });
    return this.#keep(change, "destination-read", { strategy });
  }

  /** What a server can do, with what it is sent to by, as the destination's row shows it. */
  #shown(ability: Ability): string {
    const { destination } = this.#loop;
    const isStrategySet = destination.strategy !== undefined;
    return JSON.stringify({ ...ability, strategy: strategyFor(destination, ability), isStrategySet });
  }

  async #keep(change: DestinationNote["change"], action?: string, detail: Record<string, string> = {}): Promise<void> {
    const { store, name, log } = this.#loop;
    try {
      const audit = action === undefined ? {} : { audit: { actor: "(delivery)", action, detail } };
      await noteDestination(store, { name, change, ...audit });
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
      log("delivery-loop-failed", { error: error.code });
    }
  }
}

function isPaused({ pausedUntil }: StoredDestination, now: number): boolean {
  if (pausedUntil === null || pausedUntil <= now) return false;
  return pausedUntil <= now + LONGEST_PAUSE_MS || pausedUntil === UNTIL_RESUMED;
}
