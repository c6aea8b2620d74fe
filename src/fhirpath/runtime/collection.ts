import { same } from "./compare.ts";
import { isRaw } from "./decimal.ts";
import { report, type RuleIdentity, type Run } from "./run.ts";

/** The empty collection. */
export const none: readonly never[] = Object.freeze([]);

/** A collection of one value, or of none. */
export function listOf<T>(value: T | null | undefined): readonly T[] {
  return value == null ? none : [value];
}

/** The one value of a collection; more than one is an issue of the rule that asked, and gives nothing. */
export function single<T>(list: readonly T[], run: Run, rule: RuleIdentity): T | undefined {
  if (list.length > 1) report(run, rule, "fml/several-values", `Expected one value, found ${String(list.length)}.`);
  return list.length === 1 ? list[0] : undefined;
}

/** An element of each item, lists joined into one. */
export function collect<T>(list: readonly T[], read: (item: T) => unknown): unknown[] {
  const found: unknown[] = [];
  for (const item of list) {
    const value = read(item);
    if (Array.isArray(value)) found.push(...(value as unknown[]));
    else if (value != null) found.push(value);
  }
  return found;
}

/** What a condition gives: a boolean is itself, anything else counts as true when it is there. */
export function isTrue(list: readonly unknown[]): boolean {
  return list.length === 1 && typeof list[0] === "boolean" ? list[0] : list.length > 0;
}

export function distinct<T>(list: readonly T[]): T[] {
  const found: T[] = [];
  for (const item of list) if (!found.some((other) => same(item, other))) found.push(item);
  return found;
}

export function isMember(value: unknown, list: readonly unknown[]): boolean | undefined {
  return value == null ? undefined : list.some((item) => same(item, value));
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
