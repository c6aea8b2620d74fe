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

/** Items in a row, the object that holds them, and the rows that are one longer. */
interface Row {
  readonly items: readonly object[];
  holder: object | undefined;
  readonly longer: WeakMap<object, Row>;
}

/**
 * A function that gives the object with nothing but a list of some constants, the same for the same ones; for none, an empty one.
 *
 * @param property of the list
 */
export function holders(property: string): (...items: readonly (object | null | undefined)[]) => object {
  const empty: Row = { items: [], holder: undefined, longer: new WeakMap() };
  return (...items) => {
    let row = empty;
    for (const item of items) if (item !== null && item !== undefined) row = rowWith(row, item);
    return row === empty ? {} : (row.holder ??= frozen({ [property]: row.items }));
  };
}

function rowWith(row: Row, item: object): Row {
  let longer = row.longer.get(item);
  if (longer === undefined) {
    longer = { items: [...row.items, item], holder: undefined, longer: new WeakMap() };
    row.longer.set(item, longer);
  }
  return longer;
}
