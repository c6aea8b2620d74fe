import type { Lane } from "./lane.ts";
import { serverLane } from "./server/server-lane.ts";
import { transformLane } from "./transform/transform-lane.ts";
import { validatorLane } from "./validator/validator-lane.ts";

/** Every lane, in the order in which they run. */
export const LANES: readonly Lane[] = [validatorLane, transformLane, serverLane];
