import { isRaw } from "./decimal.ts";
import { box, node, resourceNode, Node } from "./node.ts";
import { equalNode } from "./typed.ts";
import type { InvariantScope, TypeTable } from "./scope.ts";

type Fields = Readonly<Record<string, unknown>>;

/** `.element` of each node. */
export function step(items: readonly Node[], element: string, types: TypeTable): readonly Node[] {
  const found: Node[] = [];
  for (const item of items) {
    // A primitive's own value; nothing below it has this name.
    if (element === "value" && item.value != null && (typeof item.value !== "object" || isRaw(item.value)))
      found.push(new Node(item.value, item.type));
    else addChildren(item, element, types, found);
  }
  return found;
}

/** `children()`: everything right below. https://hl7.org/fhirpath/N1/#tree-navigation */
export function children(items: readonly Node[], scope: InvariantScope): readonly Node[] {
  const found: Node[] = [];
  for (const item of items) addChildren(item, undefined, scope.types, found);
  return found;
}

/** `descendants()`: everything below, each before what is below it. */
export function descendants(items: readonly Node[], scope: InvariantScope): readonly Node[] {
  const found: Node[] = [];
  const open = [...items].reverse();
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const start = found.length;
    addChildren(item, undefined, scope.types, found);
    for (let index = found.length - 1; index >= start; index--) open.push(found[index] as Node);
  }
  return found;
}

function addChildren(
  { value, type, sidecar }: Node,
  element: string | undefined,
  types: TypeTable,
  found: Node[],
): void {
  const known = types[type];
  if (known === undefined) return;
  const object = typeof value === "object" && value !== null && !isRaw(value) ? value : sidecar;
  if (object === undefined) return;
  const fields = object as Fields;
  for (const key in fields) {
    const property = key.startsWith("_") ? key.slice(1) : key;
    // What has a value comes with it.
    if (property !== key && property in fields) continue;
    const child = known[property];
    if (child === undefined || (element !== undefined && child[0] !== element)) continue;
    addValues(fields[property], fields[`_${property}`], child[1], found);
  }
}

function addValues(value: unknown, sidecar: unknown, type: string, found: Node[]): void {
  if (Array.isArray(value) || Array.isArray(sidecar)) {
    const [values, sidecars] = [listFrom(value), listFrom(sidecar)];
    const length = Math.max(values.length, sidecars.length);
    for (let index = 0; index < length; index++) addValue(values[index], sidecars[index], type, found);
  } else addValue(value, sidecar, type, found);
}

const listFrom = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function addValue(value: unknown, sidecar: unknown, type: string, found: Node[]): void {
  const made =
    type === "Resource"
      ? resourceNode(value)
      : node(box(value, typeof sidecar === "object" ? sidecar : undefined), type);
  if (made !== undefined) found.push(made);
}

/** `repeat()`: what the projection gives, and gives of that, each once. */
export function repeat(
  items: readonly Node[],
  project: (item: Node) => readonly Node[],
  scope: InvariantScope,
): readonly Node[] {
  const found: Node[] = [];
  const objects = new Set<unknown>();
  let next = items;
  while (next.length > 0) {
    const fresh: Node[] = [];
    for (const one of next.flatMap(project)) {
      if (isKnown(one, found, objects, scope)) continue;
      found.push(one);
      fresh.push(one);
    }
    next = fresh;
  }
  return found;
}

/** "Any given item is added only once": an object by what it holds, which the same object surely does. */
function isKnown(one: Node, found: readonly Node[], objects: Set<unknown>, scope: InvariantScope): boolean {
  if (typeof one.value === "object" && one.value !== null && objects.has(one.value)) return true;
  objects.add(one.value);
  return found.some((other) => equalNode(one, other, scope) === true);
}
