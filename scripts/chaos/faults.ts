import { STATUS_CODES } from "node:http";
import type { Random } from "../cohort/random.ts";

/**
 * What goes wrong with one request.
 *
 * - `status`: refused with it, and nothing takes effect; `retryAfter` in one of its two forms
 * - `reset`: the connection breaks before anything takes effect
 * - `lost`: it takes effect and the answer is lost, in one of several ways
 * - `torn`: a transaction is run as a batch in which one entry fails, and answered as if it were one
 * - `dropped`: one entry is neither carried out nor answered
 */
export type ServerFault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: "seconds" | "date" }
  | { readonly kind: "reset" }
  | { readonly kind: "lost"; readonly how: "reset" | "cut" | "html" | 202 | 204 | 500 | 502 | 504 }
  | { readonly kind: "torn" }
  | { readonly kind: "dropped" };

const PASSING: readonly ServerFault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 502 },
  { kind: "status", status: 504 },
  { kind: "status", status: 408 },
  { kind: "status", status: 409 },
  { kind: "status", status: 503, retryAfter: "seconds" },
  { kind: "status", status: 429, retryAfter: "date" },
  { kind: "status", status: 429, retryAfter: "seconds" },
  { kind: "status", status: 503, retryAfter: "date" },
  { kind: "reset" },
];

/** Every other status that refuses. Each is given so often in a run, for what it brings about needs somebody, or a long pause, to go on. */
const RARE_STATUSES = Object.keys(STATUS_CODES)
  .map(Number)
  .filter((status) => status >= 300 && !PASSING.some((one) => one.kind === "status" && one.status === status));
const RARE_ROUNDS = 2;

const LOST: readonly ServerFault[] = (["reset", "cut", "html", 202, 204, 500, 502, 504] as const).map((how) => ({
  kind: "lost",
  how,
}));

/** Deals out faults: one write in ten loses its answer, one in ten fails before, few are torn or one entry short. */
export class FaultDeck {
  readonly #random: Random;
  readonly #rare: { readonly at: number; readonly status: number }[];
  #writes = 0;
  isCalm = false;

  /** @param writes about how many there will be, over which what is rare is spread */
  constructor(random: Random, writes: number) {
    this.#random = random;
    this.#rare = Array.from({ length: RARE_ROUNDS }, () => RARE_STATUSES)
      .flat()
      .map((status) => ({ status, at: Math.floor(random.next() * writes * 0.8) }))
      .sort((one, other) => one.at - other.at);
  }

  forWrite(isTransaction: boolean, isBundle: boolean): ServerFault | undefined {
    const number = this.#writes++;
    if (this.isCalm) return undefined;
    if ((this.#rare[0]?.at ?? Infinity) <= number) return { kind: "status", status: this.#rare.shift()?.status ?? 500 };
    const drawn = this.#random.next();
    if (drawn < 0.1) return this.#random.pick(LOST);
    if (drawn < 0.2) return this.#random.pick(PASSING);
    if (drawn < 0.21 && isTransaction) return { kind: "torn" };
    if (drawn < 0.22 && isBundle) return { kind: "dropped" };
    return undefined;
  }

  forRead(): ServerFault | undefined {
    return this.isCalm || !this.#random.chance(0.04) ? undefined : this.#random.pick(PASSING);
  }
}
