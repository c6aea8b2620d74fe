import { withValue } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Occurrence } from "../occurrence.ts";
import { sampleValue } from "../sample-value.ts";

/** An element or slice gets one value more than its profile allows, a copy of its last; what is forbidden is put in. */
export const tooMany: Mutation = {
  kind: "too many",
  changes: (occurrence) => {
    const { node, parentPlace, items } = occurrence;
    if (node.max === Infinity || parentPlace === items[0]?.place) return [];
    if (node.max === 0) return forbidden(occurrence);
    return items.length === 0 ? [] : repeated(occurrence);
  },
};

function repeated({ node, root, parentPlace, property, items, path, parentPath }: Occurrence): readonly Change[] {
  const last = items.at(-1)?.value;
  const place = [...parentPlace, property];
  const list = node.isList ? listAt(root, place) : items.map(({ value }) => value);
  const copies = Array.from({ length: node.max + 1 - items.length }, () => last);
  return [
    { resource: withValue(root, place, [...list, ...copies]), element: path, nearby: [parentPath], expect: "error" },
  ];
}

function forbidden({ node, root, parentPlace, property, type, path, parentPath }: Occurrence): readonly Change[] {
  const value = sampleValue(type);
  if (value === undefined || node.sliced) return [];
  const resource = withValue(root, [...parentPlace, property], node.isList ? [value] : value);
  return [{ resource, element: path, nearby: [parentPath, `${path}[0]`], expect: "error" }];
}

function listAt(root: unknown, place: readonly (string | number)[]): readonly unknown[] {
  const value = place.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], root);
  return Array.isArray(value) ? value : [];
}
