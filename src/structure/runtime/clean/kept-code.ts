import type { KeptCode as Kept } from "./world.ts";

/** Codes of value sets are short, and no more than one is kept of a place. */
const LONGEST = 64;

/** A check of a code that asks nothing but the code, and knows which passed last: an element has the same one again and again. */
export class KeptCode implements Kept {
  last: string | undefined = undefined;
  readonly #check: (value: unknown) => boolean;

  constructor(check: (value: unknown) => boolean) {
    this.#check = check;
  }

  passes(value: unknown): boolean {
    if (!this.#check(value)) return false;
    if (typeof value === "string" && value.length <= LONGEST) this.last = value;
    return true;
  }
}
