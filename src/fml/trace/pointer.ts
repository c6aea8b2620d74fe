/** The value that a JSON pointer leads to (RFC 6901); undefined where there is none. */
export function valueAt(source: unknown, pointer: string): unknown {
  let value = source;
  for (const step of stepsOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/**
 * The pointers that a pattern stands for, in which `*` is every item of a list: those that lead somewhere, else the nearest one
 * that could, since what is not there may matter by not being there.
 */
export function expand(source: unknown, pattern: string): readonly string[] {
  const star = pattern.indexOf("/*");
  if (star < 0) return [pattern];
  const list = pattern.slice(0, star);
  const items = valueAt(source, list);
  if (!Array.isArray(items) || items.length === 0) return [list];
  return items.flatMap((_, index) => expand(source, `${list}/${String(index)}${pattern.slice(star + 2)}`));
}

/** A pointer one step further. */
export function below(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Every leaf of a value with its pointer: whatever is neither an object nor a list. */
export function* pointersTo(value: unknown, pointer = ""): Generator<string> {
  if (typeof value !== "object" || value === null || "rawJSON" in value) {
    yield pointer;
    return;
  }
  for (const [step, item] of Object.entries(value)) yield* pointersTo(item, below(pointer, step));
}

/** The steps of a pointer, unescaped. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
