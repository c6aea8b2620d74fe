import type { Lane } from "./lane.ts";
import { deliveryLane } from "./delivery/delivery-lane.ts";
import { projectionLane } from "./projection/projection-lane.ts";
import { serverLane } from "./server/server-lane.ts";
import { transformLane } from "./transform/transform-lane.ts";
import { validatorLane } from "./validator/validator-lane.ts";

/**
 * Every lane. Those of one turn run side by side, since each of their Java programs keeps one core busy; the one that
 * measures has its turn alone.
 */
export const TURNS: readonly (readonly Lane[])[] = [
  [transformLane],
  [validatorLane, serverLane],
  [projectionLane, deliveryLane],
];
