import { plain } from "./node.ts";
import type { InvariantScope } from "./scope.ts";

/** `resolve()` of a Reference, or of a text that names a resource. */
export function resolve(item: unknown, scope: InvariantScope): object | undefined {
  const value = plain(item);
  if (typeof value === "string") return scope.resolve(value);
  const reference = typeof value === "object" && value !== null && "reference" in value ? value.reference : undefined;
  return typeof reference === "string" ? scope.resolve(reference) : undefined;
}

/** `memberOf()`; nothing for nothing. */
export function memberOf(value: unknown, valueSet: string | undefined, scope: InvariantScope): boolean | undefined {
  return value == null || valueSet === undefined ? undefined : scope.memberOf(value, valueSet);
}

/** `conformsTo()`; nothing for nothing. */
export function conformsTo(value: unknown, profile: string | undefined, scope: InvariantScope): boolean | undefined {
  return value == null || profile === undefined ? undefined : scope.conformsTo(value, profile);
}

/** `htmlChecks()`; nothing for nothing. */
export function htmlChecks(value: unknown, scope: InvariantScope): boolean | undefined {
  return typeof value === "string" ? scope.htmlChecks(value) : undefined;
}

/** `now()`, with its zone. */
export const now = (scope: InvariantScope): string => scope.now();

/** `today()`, in the zone of the clock. */
export const today = (scope: InvariantScope): string => scope.now().slice(0, 10);

/** `timeOfDay()`, in the zone of the clock. */
export const timeOfDay = (scope: InvariantScope): string =>
  scope
    .now()
    .slice(11)
    .replace(/(?:Z|[+-]\d\d:\d\d)$/, "");

type Write = (scope: InvariantScope) => readonly unknown[];

const written = new WeakMap<InvariantScope, Map<Write, readonly unknown[]>>();

/** A collection that is worked out once a scope. */
export function lasting<T extends Write>(scope: InvariantScope, write: T): ReturnType<T> {
  let own = written.get(scope);
  if (own === undefined) {
    own = new Map();
    written.set(scope, own);
  }
  let found = own.get(write);
  if (found === undefined) {
    found = write(scope);
    own.set(write, found);
  }
  return found as ReturnType<T>;
}

const severalValues = new Error("Expected one value, found several.");

/** The one value of a collection. @throws where there are several: the invariant cannot be told */
export function only<T>(list: readonly T[]): T | undefined {
  if (list.length > 1) throw severalValues;
  return list[0];
}

/** What an invariant gives that may meet several values where one is wanted: then it is not met. */
export function isMet(invariant: () => boolean): boolean {
  try {
    return invariant();
  } catch (error) {
    if (error === severalValues) return false;
    throw error;
  }
}
