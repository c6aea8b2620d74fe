import { literalsAt, pathOf, resourceOf, type TargetElement } from "./target-element.ts";

/** The ids of the profiles that a resource may declare. */
export function profilesOf(resource: TargetElement): string[] {
  return literalsAt(resource, "meta", "profile").map((url) => url.slice(url.lastIndexOf("/") + 1));
}

/** Type and profiles: `Observation[pain-vas]`. */
export function nameOf(resource: TargetElement): string {
  return `${resource.type ?? "Resource"}[${profilesOf(resource).join(", ")}]`;
}

/** Several elements in short: those at one path of one type share their brackets. */
export function namesOf(elements: readonly TargetElement[]): string {
  const profiles = new Map<string, { type: string; path: string; ids: Set<string> }>();
  for (const element of elements) {
    const resource = resourceOf(element);
    const type = resource.type ?? "Resource";
    const path = pathOf(element);
    const group = profiles.get(`${type}.${path}`) ?? { type, path, ids: new Set() };
    profiles.set(`${type}.${path}`, group);
    for (const id of profilesOf(resource)) group.ids.add(id);
  }
  return [...profiles.values()]
    .map(({ type, path, ids }) => `\`${type}[${[...ids].join(", ")}]${path === "" ? "" : `.${path}`}\``)
    .join(", ");
}
