/** A JSON object, and a path of property names and list indexes into one. */
export type Json = Readonly<Record<string, unknown>>;
export type Place = readonly (string | number)[];

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a place; undefined where there is none. */
export function valueAt(root: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], root);
}

/**
 * The same document with another value at a place; `undefined` takes the place away, and its list with it
 * when that was its only item.
 */
export function withValue<T>(root: T, place: Place, value: unknown): T {
  const [step, ...rest] = place;
  if (step === undefined) return value as T;
  if (Array.isArray(root)) {
    const items = root as unknown[];
    const next = rest.length > 0 ? withValue(items[Number(step)], rest, value) : value;
    const changed = next === undefined ? items.filter((_, index) => index !== step) : items.with(Number(step), next);
    return (changed.length > 0 ? changed : undefined) as T;
  }
  const object = root as Json;
  const next = rest.length > 0 ? withValue(object[step], rest, value) : value;
  const { [step]: _old, ...others } = object;
  return (next === undefined ? others : { ...object, [step]: next }) as T;
}

/** Whether a value has all that a pattern has, https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_ */
export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return (pattern as unknown[]).every((part) => items.some((item) => matchesPattern(item, part)));
  }
  if (!isJson(pattern)) return value === pattern;
  return isJson(value) && Object.entries(pattern).every(([name, part]) => matchesPattern(value[name], part));
}
