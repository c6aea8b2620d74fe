/**
 * How the service fares: whether its disk, its event loop and its queue leave room for further cases. The store and limits come
 * in, a reason to say 503 goes out; saying it is left to `http`.
 */
export {
  createPressure,
  watchPressure,
  type Pressure,
  type PressureGauges,
  type PressureLimits,
  type PressureReason,
} from "./pressure.ts";
