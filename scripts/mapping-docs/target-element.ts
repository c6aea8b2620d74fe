/**
 * An element that a map makes. An element made by `create()` alone has no parent until a rule puts it somewhere, so paths
 * are read only when the whole map has been traced.
 */
export interface TargetElement {
  readonly children: TargetElement[];
  parent?: TargetElement;
  /** The element's name in its parent. */
  name: string;
  /** The type that `create()` gave it. */
  type?: string;
  /** How many of the conditions around its elements are conditions of the resource itself. */
  conditionCount?: number;
  /** The literal that the map writes here. */
  literal?: string;
}

export function addElement(parent: TargetElement | undefined, name: string, type?: string): TargetElement {
  const element: TargetElement = { children: [], name, ...(type !== undefined && { type }) };
  if (parent !== undefined) moveInto(parent, name, element);
  return element;
}

/** Puts a created element where a rule wants it. */
export function moveInto(parent: TargetElement, name: string, element: TargetElement): void {
  element.parent = parent;
  element.name = name;
  parent.children.push(element);
}

/** The resource that holds the element: an entry's resource, or else the Bundle. */
export function resourceOf(element: TargetElement): TargetElement {
  let at = element;
  while (at.parent !== undefined && !isResource(at)) at = at.parent;
  return at;
}

function isResource(element: TargetElement): boolean {
  return element.name === "resource" && element.parent?.name === "entry";
}

/** Path below the resource, with what tells one repeated element from another: `component[attempts].value`. */
export function pathOf(element: TargetElement): string {
  const steps: string[] = [];
  for (let at = element; at.parent !== undefined && !isResource(at); at = at.parent) steps.unshift(labelled(at));
  return steps.join(".");
}

/** The same path without labels, as StructureDefinitions write it. */
export function plainPathOf(element: TargetElement): string {
  return pathOf(element).replaceAll(/\[[^\]]*\]/g, "");
}

function labelled(element: TargetElement): string {
  const label = labelOf(element);
  return label === undefined ? element.name : `${element.name}[${label}]`;
}

function labelOf(element: TargetElement): string | undefined {
  if (element.name === "component") return literalAt(element, "code", "coding", "code");
  if (element.name === "agent") return literalAt(element, "type", "coding", "code");
  if (element.name === "extension") return lastStep(literalAt(element, "url"));
  if (element.name === "identifier")
    return literalAt(element, "type", "coding", "code") ?? lastStep(literalAt(element, "system"));
  return undefined;
}

function lastStep(url: string | undefined): string | undefined {
  return url?.slice(url.lastIndexOf("/") + 1);
}

/** The first literal that stands at a path of child names. */
export function literalAt(element: TargetElement, ...path: readonly string[]): string | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return element.literal;
  for (const child of element.children) {
    const found = child.name === name ? literalAt(child, ...rest) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every literal that stands at a path of child names, once. */
export function literalsAt(element: TargetElement, ...path: readonly string[]): string[] {
  const [name, ...rest] = path;
  if (name === undefined) return element.literal === undefined ? [] : [element.literal];
  const found = element.children.filter((child) => child.name === name).flatMap((child) => literalsAt(child, ...rest));
  return [...new Set(found)];
}

/** The elements that no other one of the list holds. */
export function outermost(elements: readonly TargetElement[]): TargetElement[] {
  const all = new Set(elements);
  return [...all].filter((element) => {
    for (let at = element.parent; at !== undefined; at = at.parent) if (all.has(at)) return false;
    return true;
  });
}
