import type { JsonObject } from "./world.ts";

export { isSame } from "../../check/compare.ts";

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
