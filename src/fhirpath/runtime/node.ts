import { isRaw } from "./decimal.ts";
import { none } from "./none.ts";

/**
 * A value together with its type, and of a primitive its `_x`.
 *
 * A class, so that a node is told from any value of JSON at the cost of one look. Of a resource the type is its own, of a
 * backbone element its path; an `_x` without a value has `value` undefined.
 */
export class Node {
  readonly value: unknown;
  readonly type: string;
  readonly sidecar: object | undefined;
  constructor(value: unknown, type: string, sidecar?: object) {
    this.value = value;
    this.type = type;
    this.sidecar = sidecar;
  }
}

type Sidecar = object | null | undefined;

/** An item of a list: a plain value, or a node. */
export const plain = (item: unknown): unknown => (item instanceof Node ? item.value : item);

/** The `_x` of an item. */
export const sidecarOf = (item: unknown): object | undefined => (item instanceof Node ? item.sidecar : undefined);

/** A primitive with its `_x`, as an item of a list: the value alone where it has none; undefined for nothing. */
export function box(value: unknown, sidecar: Sidecar): unknown {
  return sidecar == null ? (value ?? undefined) : new Node(value ?? undefined, "", sidecar);
}

/** A list of primitives with that of their `_x`, either of which may be missing. */
export function boxes(
  values: readonly unknown[] | undefined,
  sidecars: readonly Sidecar[] | undefined,
): readonly unknown[] {
  if (sidecars == null) return values ?? none;
  const length = Math.max(values?.length ?? 0, sidecars.length);
  const found: unknown[] = [];
  for (let index = 0; index < length; index++) {
    const item = box(values?.[index], sidecars[index]);
    if (item !== undefined) found.push(item);
  }
  return found;
}

/** An element as a list, where it depends on the resource's type whether it is one. */
export function each(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value == null ? none : [value];
}

/** As `each`, of a primitive with its `_x`. */
export function eachBox(value: unknown, sidecar: unknown): readonly unknown[] {
  return boxes(each(value), sidecar == null ? undefined : (each(sidecar) as readonly Sidecar[]));
}

/** An item with the type that is known of it. */
export function node(item: unknown, type: string): Node | undefined {
  if (item == null) return undefined;
  if (!(item instanceof Node)) return new Node(item, type);
  return item.type === "" ? new Node(item.value, type, item.sidecar) : item;
}

/** Items with the type that is known of them. */
export function nodes(items: readonly unknown[], type: string): readonly Node[] {
  return items.flatMap((item) => node(item, type) ?? []);
}

/** Resources with their own types. */
export function resourceNodes(resources: readonly unknown[]): readonly Node[] {
  return resources.flatMap((resource) => resourceNode(resource) ?? []);
}

export function resourceNode(resource: unknown): Node | undefined {
  const type = typeof resource === "object" && resource !== null && "resourceType" in resource && resource.resourceType;
  return typeof type === "string" ? new Node(resource, type) : undefined;
}

/** The choice element of an object: of its properties and types the one that is there. */
export function choiceNode(
  object: Readonly<Record<string, unknown>> | undefined,
  properties: readonly (readonly [property: string, type: string])[],
): Node | undefined {
  if (object == null) return undefined;
  for (const [property, type] of properties) {
    const value = object[property];
    if (value != null && typeof value === "object" && !isRaw(value)) return new Node(value, type);
    const item = box(value, object[`_${property}`] as Sidecar);
    if (item !== undefined) return node(item, type);
  }
  return undefined;
}

/** Says whether an object has one of these properties. */
export function hasAny(object: object | undefined, properties: ReadonlySet<string>): boolean {
  for (const property in object) if (properties.has(property)) return true;
  return false;
}

/** The values of nodes, where there is one. */
export function valuesOf(list: readonly Node[]): readonly unknown[] {
  return list.flatMap(({ value }) => value ?? []);
}

/** Of nodes those of some types. */
export function nodesOfType(items: readonly (Node | undefined)[], types: ReadonlySet<string>): readonly Node[] {
  return items.filter((item) => item !== undefined && types.has(item.type)) as Node[];
}

/** `hasValue()` of a collection: one item, a primitive with a value. */
export function hasValue(items: readonly unknown[]): boolean {
  if (items.length !== 1) return false;
  const value = plain(items[0]);
  return value != null && (typeof value !== "object" || isRaw(value));
}
