/** A number as it was written: 4.50 is not 4.5 in FHIR (R4 datatypes.html#decimal). */
interface Decimal {
  readonly decimal: string;
}

/** Parses JSON and keeps the digits of its numbers. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === "number" ? ({ decimal: context?.source ?? String(value) } satisfies Decimal) : value,
  );
}

/**
 * The path of the first thing that differs, or undefined. The order of an object's members does not count, that of a
 * list does.
 */
export function firstDifference(one: unknown, other: unknown, path = "$"): string | undefined {
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return `${path} (${one.length} and ${other.length} items)`;
    return firstOf(one.keys(), (at) => firstDifference(one[at], other[at], `${path}[${at}]`));
  }
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return firstOf(names, (name) => firstDifference(one[name], other[name], `${path}.${name}`));
  }
  return one === other ? undefined : path;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf<T>(items: Iterable<T>, ask: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = ask(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
