import { isObject, type JsonObject } from "./json.ts";
import { literalIn, type Found } from "./resources.ts";

/** A resource that is a part of a case, with the part's name. */
export interface Part {
  readonly name: string;
  readonly found: Found;
}

/** The parts as a collection: `fullUrl` is a part's name, and so is each reference to a part. */
export function toCollection(parts: readonly Part[]): JsonObject {
  const names = new Map<string, string>();
  for (const { name, found } of parts) for (const key of found.keys) names.set(key, name);
  const rename = (reference: string): string => {
    const name = names.get(reference);
    if (name !== undefined) return name;
    const literal = literalIn(reference);
    return (literal === undefined ? undefined : names.get(literal)) ?? reference;
  };
  const entry = parts.map(({ name, found }) => ({ fullUrl: name, resource: asSent(found.resource, rename) }));
  return { resourceType: "Bundle", type: "collection", entry };
}

/** A resource as the adapter sends it: without what the server added, and with part names as references. */
function asSent(resource: JsonObject, rename: (reference: string) => string): JsonObject {
  const sent: Record<string, unknown> = { resourceType: resource["resourceType"] };
  const meta = metaAsSent(resource["meta"]);
  if (meta !== undefined) sent["meta"] = meta;
  for (const name in resource) {
    if (name !== "id" && name !== "meta" && name !== "resourceType") sent[name] = renamed(resource[name], rename);
  }
  return sent;
}

function metaAsSent(meta: unknown): JsonObject | undefined {
  if (!isObject(meta) || meta["profile"] === undefined) return undefined;
  return Object.keys(meta).length === 1 ? meta : { profile: meta["profile"] };
}

/** A value with other references; what holds none is taken over as it is. */
function renamed(value: unknown, rename: (reference: string) => string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return renamedItems(value, rename);
  let copy: Record<string, unknown> | undefined;
  for (const name in value) {
    const member = (value as JsonObject)[name];
    const other =
      typeof member === "string" ? (name === "reference" ? rename(member) : member) : renamed(member, rename);
    if (other === member) continue;
    copy ??= { ...value };
    copy[name] = other;
  }
  return copy ?? value;
}

function renamedItems(list: readonly unknown[], rename: (reference: string) => string): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const other = renamed(list[index], rename);
    if (other === list[index]) continue;
    copy ??= list.slice();
    copy[index] = other;
  }
  return copy ?? list;
}
