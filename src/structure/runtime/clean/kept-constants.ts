import { isConstant } from "../../../json/index.ts";
import { isObject } from "./compare.ts";
import { ResourceScope, Undecided } from "./scope.ts";
import type { CleanBundle, CleanCheck, CleanWorld, JsonObject, Kept } from "./world.ts";

/**
 * The constants that passed a check once and for all, whatever is around them.
 *
 * A third of what a map makes are constants of it, such as codes and profiles, the same objects each time. One is kept if it
 * passes in a resource that nothing can be asked of, so that the verdict depends on it alone.
 */
export class KeptConstants implements Kept {
  readonly #passed = new WeakSet();
  readonly #check: CleanCheck;
  readonly #world: CleanWorld;

  constructor(check: CleanCheck, world: CleanWorld) {
    this.#check = check;
    this.#world = world;
  }

  has(value: object): boolean {
    return this.#passed.has(value);
  }

  keep(value: object): true {
    if (isConstant(value) && isObject(value) && this.#passesAnywhere(value)) this.#passed.add(value);
    return true;
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
