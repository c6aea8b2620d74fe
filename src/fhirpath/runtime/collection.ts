import { same } from "./compare.ts";
import { compareDecimals, isRaw, num } from "./decimal.ts";
import { areDistinctTexts } from "../../lookup/index.ts";
import { plain } from "./node.ts";
import { report, type RuleIdentity, type Run } from "./run.ts";

/** The one value of a collection; more than one is an issue of the rule that asked, and gives nothing. */
export function single<T>(list: readonly T[], run: Run, rule: RuleIdentity): T | undefined {
  if (list.length > 1) report(run, rule, "fml/several-values", `Expected one value, found ${String(list.length)}.`);
  return list.length === 1 ? list[0] : undefined;
}

/** An element of each item, lists joined into one. */
export function collect<T>(list: readonly T[], read: (item: T, index: number) => unknown): unknown[] {
  const found: unknown[] = [];
  for (let index = 0; index < list.length; index++) {
    const value = read(list[index] as T, index);
    if (Array.isArray(value)) for (const one of value as unknown[]) found.push(one);
    else if (value != null) found.push(value);
  }
  return found;
}

/** What a condition gives: a boolean is itself, anything else counts as true when it is there. */
export function isTrue(list: readonly unknown[]): boolean {
  const value = list.length === 1 ? plain(list[0]) : undefined;
  return typeof value === "boolean" ? value : list.length > 0;
}

/** Whether a condition gives false, which nothing is not. */
export function isFalse(list: readonly unknown[]): boolean {
  return list.length === 1 && plain(list[0]) === false;
}

/** A single value as a boolean: one that is none counts as true. */
export function truthOf(item: unknown): boolean | undefined {
  const value = plain(item);
  return typeof value === "boolean" ? value : item == null ? undefined : true;
}

export function distinct<T>(list: readonly T[]): T[] {
  const isNew = createSieve();
  return list.filter(isNew);
}

export function isDistinct(list: readonly unknown[]): boolean {
  return areTexts(list) ? areDistinctTexts(list) : list.every(createSieve());
}

/** Most lists hold texts alone. */
function areTexts(list: readonly unknown[]): list is readonly string[] {
  for (let index = 0; index < list.length; index++) if (typeof list[index] !== "string") return false;
  return true;
}

/** Tells of each value whether no equal one came before; in constant time but for objects. */
function createSieve(): (item: unknown) => boolean {
  const known = new Set<unknown>();
  const objects: unknown[] = [];
  return (item) => {
    const value = keyOf(plain(item));
    if (typeof value !== "object") return known.size < known.add(value).size;
    if (objects.some((other) => same(value, other))) return false;
    objects.push(value);
    return true;
  };
}

/** A decimal that a number holds exactly is that number. */
function keyOf(value: unknown): unknown {
  if (!isRaw(value)) return value;
  const short = num(value);
  return compareDecimals(value, short) === 0 ? short : value;
}

/** Lists that were asked for members, when they are long: one that lasts is asked for many. */
const indexes = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();
const SHORT = 16;

/** `in`: empty for nothing. */
export function isMember(value: unknown, list: readonly unknown[]): boolean | undefined {
  if (value == null) return undefined;
  if (list.length <= SHORT || typeof plain(value) === "object") return list.some((item) => same(item, value));
  let index = indexes.get(list);
  if (index === undefined) {
    index = new Set(list.map((item) => keyOf(plain(item))));
    indexes.set(list, index);
  }
  return index.has(plain(value));
}

/** `intersect` of values that their content tells apart. */
export function intersect<T>(a: readonly T[], b: readonly unknown[]): readonly T[] {
  return distinct(a.filter((item) => isMember(item, b)));
}

/** Says whether two collections have an item in common. */
export function overlaps(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.some((item) => isMember(item, b));
}

/** Three-valued logic, https://hl7.org/fhirpath/N1/#boolean-logic */
export type Truth = boolean | null | undefined;
export function and(a: Truth, b: Truth): boolean | undefined {
  return a === false || b === false ? false : a === true && b === true ? true : undefined;
}
export function or(a: Truth, b: Truth): boolean | undefined {
  return a === true || b === true ? true : a === false && b === false ? false : undefined;
}
export function xor(a: Truth, b: Truth): boolean | undefined {
  return a == null || b == null ? undefined : a !== b;
}
export function implies(a: Truth, b: Truth): boolean | undefined {
  return or(not(a), b);
}
export function not(a: Truth): boolean | undefined {
  return a == null ? undefined : !a;
}

/** Values of one JavaScript kind, for `ofType` where the definition leaves several types open. */
export function ofKind(list: readonly unknown[], kind: "string" | "number" | "boolean"): unknown[] {
  return list.filter((item) => typeof item === kind || (kind === "number" && isRaw(item)));
}
