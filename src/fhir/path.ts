/** Writes the path of a child element, with its index where the element repeats. */
export function elementPath(parent: string, name: string, index?: number): string {
  return index === undefined ? `${parent}.${name}` : `${parent}.${name}[${String(index)}]`;
}

/** Cuts every index off a path: `Bundle.entry[3].resource.code` gives `Bundle.entry.resource.code`. */
export function withoutIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, "");
}

/** Puts a resource's own path below the place where it stands, such as `Bundle.entry[3].resource`. */
export function rebasePath(path: string, place: string): string {
  const end = path.search(/[.[]/);
  return end < 0 ? place : place + path.slice(end);
}
