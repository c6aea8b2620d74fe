import { isConstant } from "../../../json/index.ts";
import { isObject } from "./compare.ts";
import { ResourceScope, Undecided } from "./scope.ts";
import type { CleanBundle, CleanCheck, CleanScope, CleanWorld, JsonObject, Kept } from "./world.ts";

/** So many values in a row that are no constants, and only each so-manieth is asked whether it is one. */
const FEW = 32;
const SELDOM = 256;

/**
 * The constants that passed a check once and for all, whatever is around them.
 *
 * A third of what a map makes are constants of it, such as codes and profiles, the same objects each time. One is kept if it
 * passes in a resource that nothing can be asked of, so that the verdict depends on it alone.
 */
export class KeptConstants implements Kept {
  last: object | undefined = undefined;
  readonly #passed = new WeakSet();
  readonly #check: CleanCheck;
  readonly #world: CleanWorld;
  /** Values since the last constant. */
  #others = 0;
  /** Values that are not to be asked. */
  #unasked = 0;

  constructor(check: CleanCheck, world: CleanWorld) {
    this.#check = check;
    this.#world = world;
  }

  passes(value: JsonObject, scope: CleanScope): boolean {
    if (this.#unasked > 0) {
      this.#unasked--;
      return this.#check(value, scope);
    }
    if (this.#passed.has(value)) {
      this.#others = 0;
      this.last = value;
      return true;
    }
    if (!this.#check(value, scope)) return false;
    this.#keep(value);
    return true;
  }

  /** Keeps a value that has just passed, if it can be kept. */
  #keep(value: JsonObject): void {
    if (!isConstant(value)) {
      if (++this.#others >= FEW) this.#unasked = SELDOM;
      return;
    }
    this.#others = 0;
    if (isObject(value) && this.#passesAnywhere(value)) this.#passed.add(value);
  }

  #passesAnywhere(value: JsonObject): boolean {
    const scope = new ResourceScope(this.#world, NOTHING, NOTHING, NO_BUNDLE, undefined);
    try {
      // Element ids are compared within a resource.
      return this.#check(value, scope) && !scope.hasElementIds;
    } catch {
      return false;
    }
  }
}

/** Whatever is asked of it, there is no answer. */
function refusing(): never {
  throw new Undecided();
}

const NOTHING: JsonObject = new Proxy({}, { get: refusing, has: refusing, ownKeys: refusing });
const NO_BUNDLE = NOTHING as unknown as CleanBundle;
