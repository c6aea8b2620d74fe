import { copyJson, declareConstant, isConstant } from "../../json/index.ts";

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

/**
 * Freezes a constant of a module, since every result shares it. Its lists are left as they are: whoever hands a result out
 * copies it (`library.ts`), and V8 reads frozen lists so slowly that the whole way of a case would take a tenth longer.
 */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !isConstant(value)) {
    for (const item of Object.values(value)) frozen(item);
    if (!Array.isArray(value)) Object.freeze(value);
    declareConstant(value);
  }
  return value;
}

/** What rules fill at a single element: what is there, where all results share that a copy, and else a new object. */
export function own(found: object | undefined): object {
  if (found === undefined) return {};
  return isConstant(found) ? copyJson(found) : found;
}

/**
 * A function that gives an object with one item more in a list: the same one for the same item and for nothing, or an object that
 * all results share; another object gets the item itself. Where a list grows, or there are ever more of them, results share no more.
 *
 * @param property of the list
 */
export function extender(property: string): (found: object | undefined, item: unknown) => object {
  const alone = new Map<unknown, object>();
  const longer = new WeakMap<object, Map<unknown, object>>();
  let count = 0;
  const mapOf = (found: object): Map<unknown, object> => {
    const known = longer.get(found) ?? new Map<unknown, object>();
    longer.set(found, known);
    return known;
  };
  return (found, item) => {
    if (found !== undefined && !isConstant(found)) return extended(found, property, item);
    const known = found === undefined ? alone : mapOf(found);
    let made = known.get(item);
    if (made !== undefined) return made;
    made = extended(own(found), property, item);
    const { length } = (made as Record<string, readonly unknown[]>)[property] ?? [];
    if (length > MOST_ITEMS || count >= MOST_SHARED) return made;
    count++;
    known.set(item, frozen(made));
    return made;
  };
}

/** Concepts have a few codings; lists that grow with the source are not kept. */
const MOST_ITEMS = 4;
const MOST_SHARED = 1000;

/**
 * A function that gives a constant with one element more: the same object for the same element, where all results share that;
 * without it, the constant itself.
 *
 * @param base     a constant
 * @param property of the element, which comes last
 */
export function completer(base: object, property: string): (value: object) => object {
  const known = new Map<object, object>();
  return (value) => {
    const made = known.get(value);
    if (made !== undefined) return made;
    if (!hasContent(value)) return base;
    const whole = { ...base, [property]: value };
    if (isConstant(value) && known.size < MOST_SHARED) known.set(value, frozen(whole));
    return whole;
  };
}

function extended(object: object, property: string, item: unknown): object {
  const fields = object as Record<string, unknown[] | undefined>;
  (fields[property] ??= []).push(item);
  return object;
}

/**
 * A function that gives the object with nothing but a list of some constants, the same for the same ones; for none, an empty one.
 *
 * @param property of the list
 */
export function holders(property: string): (...items: readonly (object | null | undefined)[]) => object {
  const extend = extender(property);
  return (...items) => {
    let holder: object | undefined;
    for (const item of items) if (item !== null && item !== undefined) holder = extend(holder, item);
    return holder ?? {};
  };
}
