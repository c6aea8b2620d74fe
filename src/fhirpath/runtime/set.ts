import { isRaw, num } from "./decimal.ts";
import { Node } from "./node.ts";
import type { InvariantScope } from "./scope.ts";
import { equalNode } from "./typed.ts";

/** Nodes that can be asked for an equal one: plain texts, numbers and booleans in constant time. */
interface NodeSet {
  readonly has: (item: Node) => boolean;
  readonly add: (item: Node) => void;
}

function createSet(scope: InvariantScope): NodeSet {
  const keys = new Set<unknown>();
  const others: Node[] = [];
  return {
    has: (item) => keys.has(keyOf(item)) || others.some((other) => equalNode(other, item, scope) === true),
    add(item) {
      const key = keyOf(item);
      if (key === undefined) others.push(item);
      else keys.add(key);
    },
  };
}

/** A value that equals only itself; undefined where the type has more to say. */
function keyOf({ value, type }: Node): unknown {
  if (isRaw(value)) return num(value);
  if (typeof value === "object" || ["date", "dateTime", "instant", "time"].includes(type)) return undefined;
  return value;
}

function setOf(list: readonly Node[], scope: InvariantScope): NodeSet {
  const set = createSet(scope);
  for (const item of list) set.add(item);
  return set;
}

/** Each item whose equal has not come before. */
export function distinctNodes(list: readonly Node[], scope: InvariantScope): readonly Node[] {
  const set = createSet(scope);
  return list.filter((item) => {
    const isNew = !set.has(item);
    if (isNew) set.add(item);
    return isNew;
  });
}

export const isDistinctNodes = (list: readonly Node[], scope: InvariantScope): boolean =>
  distinctNodes(list, scope).length === list.length;

/** Sets of the collections that were asked for members; a collection that lasts is asked for many. */
const sets = new WeakMap<readonly Node[], NodeSet>();

/** `in`: empty for nothing. */
export function isMemberNode(
  item: Node | undefined,
  list: readonly Node[],
  scope: InvariantScope,
): boolean | undefined {
  if (item === undefined) return undefined;
  let set = sets.get(list);
  if (set === undefined) {
    set = setOf(list, scope);
    sets.set(list, set);
  }
  return set.has(item);
}

/** The items that both have, once each. */
export function intersectNodes(a: readonly Node[], b: readonly Node[], scope: InvariantScope): readonly Node[] {
  const set = setOf(b, scope);
  return distinctNodes(
    a.filter((item) => set.has(item)),
    scope,
  );
}

/** The items that only the first has. */
export function exclude(a: readonly Node[], b: readonly Node[], scope: InvariantScope): readonly Node[] {
  const set = setOf(b, scope);
  return a.filter((item) => !set.has(item));
}

export function isSubset(part: readonly Node[], whole: readonly Node[], scope: InvariantScope): boolean {
  const set = setOf(whole, scope);
  return part.every((item) => set.has(item));
}
