import { declareConstant } from "../../json/index.ts";
import { isRaw } from "../../fhirpath/runtime/index.ts";

/** Says that an object has at least one element. */
export function hasContent(object: object): boolean {
  for (const _ in object) return true;
  return false;
}

/** Says that a resource has an element besides its type. */
export function resourceHasContent(resource: object): boolean {
  for (const field in resource) if (field !== "resourceType") return true;
  return false;
}

/** Takes an empty object out of a list again, and the list with it when it was the only item: FHIR knows no empty objects. */
export function remove(parent: object, property: string, item: object): void {
  const fields = parent as Record<string, object[] | undefined>;
  const list = fields[property];
  if (list === undefined) return;
  const index = list.lastIndexOf(item);
  if (index >= 0) list.splice(index, 1);
  if (list.length === 0) Reflect.deleteProperty(parent, property);
}

/** Freezes a constant of a module with all that is in it, since every result shares it. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const item of Object.values(value)) frozen(item);
    Object.freeze(value);
    declareConstant(value);
  }
  return value;
}

/** A copy that can be changed without changing what it was made from; decimals that keep their digits stay as they are. */
export function copied<T>(value: T): T {
  if (typeof value !== "object" || value === null || isRaw(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copied(item)) as T;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, copied(item as unknown)])) as T;
}
