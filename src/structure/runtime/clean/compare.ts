import type { JsonObject } from "./world.ts";

export { isSame } from "../../check/compare.ts";

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether some item of a list passes a test. */
export function hasItem(list: unknown, test: (item: unknown) => boolean): boolean {
  if (!Array.isArray(list)) return false;
  for (const item of list) if (test(item)) return true;
  return false;
}
