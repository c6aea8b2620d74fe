import { schema } from "../../build/schemas/case.js";
import { validateCase, type ValidCase } from "../../src/case/index.ts";
import { schemaAt, type JsonSchema } from "../../src/case/schema/json-schema.ts";
import { mapCase } from "../../src/mapping/index.ts";
import { pointersTo, stepsOf, valueAt } from "../../src/fml/trace/index.ts";
import type { Random } from "../../scripts/cohort/random.ts";

/** Values that fields of cases have, by the pointer of the field with `*` for every place in a list. */
export type KnownValues = ReadonlyMap<string, readonly unknown[]>;

const pattern = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*");

/** Gathers every value that each field has in some cases. */
export function knownValues(documents: readonly object[]): KnownValues {
  const found = new Map<string, Map<string, unknown>>();
  for (const document of documents) {
    for (const pointer of pointersTo(document)) {
      const values = found.get(pattern(pointer)) ?? new Map<string, unknown>();
      const value = valueAt(document, pointer);
      found.set(pattern(pointer), values.set(JSON.stringify(value), value));
    }
  }
  return new Map([...found].map(([pointer, values]) => [pointer, [...values.values()]]));
}

/**
 * Cases that differ from one in the value of one field, valid ones first, then those that the map takes although a rule across fields
 * refuses them, up to `count`; and one without the field, where a case may be without it.
 */
export function changesOf(
  document: object,
  pointer: string,
  { known, random, count }: { readonly known: KnownValues; readonly random: Random; readonly count: number },
): readonly ValidCase[] {
  const value = valueAt(document, pointer);
  const { enum: codes = [] } = schemaAt(schema as JsonSchema, pointer) ?? {};
  const others = [...codes, ...(known.get(pattern(pointer)) ?? []), ...neighbours(value)];
  const drawn = random.shuffle([...new Set(others)].filter((other) => other !== value)).slice(0, 12);
  const valid: ValidCase[] = [];
  const mappable: ValidCase[] = [];
  for (const other of drawn) {
    if (valid.length === count) break;
    const another = changed(document, pointer, other);
    const bytes = Buffer.from(JSON.stringify(another));
    const read = validateCase(bytes);
    if (read.ok) valid.push(read.value);
    else if (isMappable(another)) mappable.push({ document: another, bytes, isPlain: false } as unknown as ValidCase);
  }
  const without = validateCase(Buffer.from(JSON.stringify(changed(document, pointer, undefined))));
  return [...valid, ...mappable.slice(0, count - valid.length), ...(without.ok ? [without.value] : [])];
}

/** Whether the map makes a bundle in which every part is there once and every reference leads to one. */
function isMappable(document: object): boolean {
  try {
    return mapCase({ document, bytes: new Uint8Array(), isPlain: false } as unknown as ValidCase).ok;
  } catch {
    return false;
  }
}

/** Values near one, of its own type. */
function neighbours(value: unknown): readonly unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, value / 2];
  if (typeof value === "boolean") return [!value];
  if (typeof value !== "string") return [];
  const last = value.slice(-1);
  return [`${value}x`, `${value}1`, value.slice(0, -1) + (last === "1" ? "2" : "1"), value.replace(/\d/, "1")];
}

/** A copy with another value in one place; without the place where there is none. */
function changed(document: object, pointer: string, value: unknown): object {
  const copy = structuredClone(document);
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? "";
  const holder = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy);
  if (value !== undefined) (holder as Record<string, unknown>)[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(holder as object, last);
  return copy;
}
