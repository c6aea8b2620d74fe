import type { Reference, Resource } from "@medplum/fhirtypes";
import { elementPath } from "./path.ts";

/** What a `Reference.reference` points at, https://hl7.org/fhir/R4/references.html#literal */
export type ReferenceTarget =
  | { readonly kind: "fullUrl"; readonly fullUrl: string }
  | { readonly kind: "resource"; readonly type: string; readonly id: string }
  | { readonly kind: "conditional"; readonly type: string; readonly query: string }
  | { readonly kind: "contained"; readonly id: string }
  | { readonly kind: "absolute"; readonly url: string };

/** Reads a reference's text; `undefined` when it is none of the forms that R4 knows. */
export function parseReference(reference: string): ReferenceTarget | undefined {
  if (reference.startsWith("#")) return { kind: "contained", id: reference.slice(1) };
  if (/^urn:(uuid|oid):/.test(reference)) return { kind: "fullUrl", fullUrl: reference };
  const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/.exec(reference);
  if (conditional?.[1] && conditional[2]) return { kind: "conditional", type: conditional[1], query: conditional[2] };
  const literal = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(reference);
  if (literal?.[1] && literal[2]) return { kind: "resource", type: literal[1], id: literal[2] };
  return /^[a-z][a-z0-9+.-]*:/i.test(reference) ? { kind: "absolute", url: reference } : undefined;
}

/** A literal reference found in a resource, with its path from the resource root. */
export interface FoundReference {
  readonly reference: string;
  readonly path: string;
}

/** Lists the literal references of a resource in document order; contained resources are searched too. */
export function findReferences(resource: Resource): readonly FoundReference[] {
  const found: FoundReference[] = [];
  collect(resource, resource.resourceType, found);
  return found;
}

function collect(value: unknown, path: string, found: FoundReference[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (Array.isArray(child)) {
      child.forEach((item, index) => {
        collect(item, elementPath(path, name, index), found);
      });
    } else if (name === "reference" && typeof child === "string") {
      found.push({ reference: child, path: elementPath(path, name) });
    } else collect(child, elementPath(path, name), found);
  }
}

/**
 * Gives the resource with each literal reference replaced by what `replace` answers.
 *
 * The input is left as it is, and parts without references are shared with it, so decimals that
 * carry their text (`JSON.rawJSON`) keep it.
 */
export function replaceReferences<T extends Resource>(resource: T, replace: (reference: string) => string): T {
  return replaceIn(resource, replace) as T;
}

function replaceIn(value: unknown, replace: (reference: string) => string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => replaceIn(item, replace));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let changed: Record<string, unknown> | undefined;
  for (const [name, child] of Object.entries(value)) {
    const next = name === "reference" && typeof child === "string" ? replace(child) : replaceIn(child, replace);
    if (next !== child) changed = { ...(changed ?? value), [name]: next };
  }
  return changed ?? value;
}

/** A reference to a stored resource. */
export function referenceTo(type: string, id: string): Reference {
  return { reference: `${type}/${id}` };
}
