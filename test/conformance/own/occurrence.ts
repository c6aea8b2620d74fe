import { propertyName, type ElementNode } from "./element-tree.ts";
import { isJson, valueAt, type Json, type Place } from "./json.ts";
import { sliceOf } from "./slice-membership.ts";

/** One value of an element. */
export interface Item {
  readonly place: Place;
  /** FHIRPath with indexes. */
  readonly path: string;
  readonly value: unknown;
}

/** An element of a profile at one parent in one right resource, with its values there. */
export interface Occurrence {
  readonly node: ElementNode;
  readonly root: Json;
  readonly parentPlace: Place;
  readonly parentPath: string;
  /** JSON name; of an absent choice the name for its first type. */
  readonly property: string;
  /** The type of the values there, the element's first where there are none. */
  readonly type: string;
  /** FHIRPath of the element without index. */
  readonly path: string;
  /** Its values; of a slice those that belong to it. */
  readonly items: readonly Item[];
  /** The occurrence of the parent element. */
  readonly parent: Occurrence | undefined;
}

/** Every element and slice of a tree at every place of a resource, in document order of the definition. */
export function findOccurrences(tree: ElementNode, root: Json, place: Place, path: string): readonly Occurrence[] {
  const item = { place, path, value: valueAt(root, place) };
  const top: Occurrence = {
    node: tree,
    root,
    parentPlace: place,
    parentPath: path,
    property: "",
    type: tree.definition.path,
    path,
    items: [item],
    parent: undefined,
  };
  return [top, ...below(top, item)];
}

function below(parent: Occurrence, item: Item): readonly Occurrence[] {
  if (!isJson(item.value)) return [];
  const object = item.value;
  return parent.node.children.flatMap((node) => {
    const occurrence = occurrenceOf(node, object, item, parent);
    const slices = node.slices.map((slice) => ({
      ...occurrence,
      node: slice,
      items: occurrence.items.filter(({ value }) => sliceOf(node, value) === slice),
    }));
    return [occurrence, ...slices].flatMap((one) => [one, ...one.items.flatMap((inner) => below(one, inner))]);
  });
}

function occurrenceOf(node: ElementNode, object: Json, parentItem: Item, parent: Occurrence): Occurrence {
  const type = node.types.find((one) => propertyName(node, one) in object) ?? node.types[0] ?? "";
  const property = propertyName(node, type);
  const place = [...parentItem.place, property];
  const path = `${parentItem.path}.${node.name}`;
  const value = object[property];
  const items = Array.isArray(value)
    ? (value as unknown[]).map((one, index) => ({ place: [...place, index], path: `${path}[${index}]`, value: one }))
    : value === undefined
      ? []
      : [{ place, path, value }];
  return {
    node,
    root: parent.root,
    parentPlace: parentItem.place,
    parentPath: parentItem.path,
    property,
    type,
    path,
    items,
    parent,
  };
}
