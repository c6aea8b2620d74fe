import { elementPath, type Issue } from "../../../fhir/index.ts";
import { narrativeIssue } from "./narrative-issue.ts";

const ELEMENT_ID = "https://hl7.org/fhir/R4/element.html#id";

/** One id and where it stands. */
type Visit = (id: string, path: string) => void;

/**
 * Reports every element id that an earlier element of the same resource has. A contained resource
 * belongs to the resource around it; a resource of a Bundle or of Parameters has ids of its own.
 *
 * @param path FHIRPath of the resource
 * https://hl7.org/fhir/R4/element.html#id
 */
export function checkElementIds(resource: unknown, path: string, report: (issue: Issue) => void): void {
  const isStructure = isObject(resource) && resource["resourceType"] === "StructureDefinition";
  const scopes = new Map<string, Set<string>>();
  visitElements(resource, path, (id, at) => {
    const scope = isStructure ? viewOf(at.slice(path.length)) : "";
    const seen = scopes.get(scope) ?? new Set<string>();
    scopes.set(scope, seen);
    if (seen.has(id)) {
      const message = `${at}.id was expected once in its resource, found it on an earlier element too.`;
      report(narrativeIssue("duplicate", "element-id-repeated", message, `${at}.id`, ELEMENT_ID));
    }
    seen.add(id);
  });
}

/** The ids of element definitions name elements of another model, once in each view of it. */
function viewOf(place: string): string {
  return /^\.(snapshot|differential)\.element\[\d+\]$/.exec(place)?.[1] ?? "";
}

/** Every id that a link of the narrative may mean: those of elements and of contained resources. */
export function collectElementIds(resource: unknown): ReadonlySet<string> {
  const ids = new Set<string>();
  visitElements(resource, "", (id) => ids.add(id));
  const contained = isObject(resource) ? resource["contained"] : undefined;
  for (const one of Array.isArray(contained) ? (contained as unknown[]) : []) {
    if (isObject(one) && typeof one["id"] === "string") ids.add(one["id"]);
  }
  return ids;
}

/** Walks the elements of one resource in document order; resources inside are left out but for contained ones. */
function visitElements(value: unknown, path: string, visit: Visit): void {
  if (!isObject(value)) return;
  const isResource = "resourceType" in value;
  for (const name in value) {
    const child = value[name];
    if (typeof child !== "object" || child === null) {
      if (name === "id" && typeof child === "string" && !isResource) visit(child, path);
      continue;
    }
    const own = name.startsWith("_") ? name.slice(1) : name;
    if (Array.isArray(child)) {
      for (let index = 0; index < child.length; index++) {
        const item: unknown = child[index];
        if (name === "contained" || !isResourceValue(item)) visitElements(item, elementPath(path, own, index), visit);
      }
    } else if (!isResourceValue(child)) visitElements(child, elementPath(path, own), visit);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isResourceValue(value: unknown): boolean {
  return isObject(value) && "resourceType" in value;
}
