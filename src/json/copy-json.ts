import { isRawJSON } from "./raw-json.ts";

/** A copy that can be changed without changing what it was made from; decimals that keep their digits stay as they are. */
export function copyJson<T>(value: T): T {
  if (typeof value !== "object" || value === null || isRawJSON(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyJson(item)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyJson(item as unknown)])) as T;
}
