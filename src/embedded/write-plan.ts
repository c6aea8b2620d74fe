import { isDeepStrictEqual } from "node:util";
import type { Resource } from "@medplum/fhirtypes";
import { isR4ResourceType, isResourceId } from "../fhir/index.ts";
import { idsMatching } from "./find.ts";
import { Refusal } from "./refusal.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";

/** A write as a client asks for it, alone or as an entry of a bundle. */
export interface WriteRequest {
  readonly method: "POST" | "PUT" | "DELETE";
  /** Relative to the base: `Type`, `Type/id` or `Type?criteria`. */
  readonly url: string;
  readonly resource?: Resource;
  readonly fullUrl?: string;
  readonly ifNoneExist?: string;
  readonly ifMatch?: string;
}

/** What a write will do, decided before anything is written. */
export type WritePlan = { readonly type: string; readonly id: string } & (
  | { readonly effect: "create" | "update"; readonly content: Resource }
  | { readonly effect: "keep" | "delete" | "nothing" }
);

/**
 * Decides which resource a write concerns and what becomes of it; nothing is written.
 *
 * @throws Refusal 400 where url and resource disagree, 412 where a condition matches several or
 *   If-Match names another version, 404 for an unknown type
 * https://hl7.org/fhir/R4/http.html#cond-update
 */
export async function planWrite(store: ResourceStore, request: WriteRequest, newId: () => string): Promise<WritePlan> {
  const [path = "", query] = request.url.split("?", 2);
  const [type = "", id, ...rest] = path.split("/");
  if (!isR4ResourceType(type)) {
    throw new Refusal(404, "not-supported", "type-unknown", "A resource type of R4 was expected in the url.");
  }
  if (rest.length > 0 || (id !== undefined && query !== undefined)) {
    throw new Refusal(400, "invalid", "url", "The url of a write was expected to be Type, Type/id or Type?criteria.");
  }
  switch (request.method) {
    case "POST":
      return planCreate(store, request, type, newId);
    case "PUT":
      return id === undefined
        ? planConditionalUpdate(store, request, type, query, newId)
        : planUpdate(store, request, contentOf(request, type), id);
    case "DELETE":
      return planDelete(store, request, type, id, query);
  }
}

async function planCreate(
  store: ResourceStore,
  request: WriteRequest,
  type: string,
  newId: () => string,
): Promise<WritePlan> {
  const content = contentOf(request, type);
  if (request.ifNoneExist) {
    const match = onlyMatch(await idsMatching(store, type, request.ifNoneExist.replace(/^.*\?/, "")));
    if (match !== undefined) return { type, id: match, effect: "keep" };
  }
  return { type, id: newId(), effect: "create", content };
}

async function planConditionalUpdate(
  store: ResourceStore,
  request: WriteRequest,
  type: string,
  query: string | undefined,
  newId: () => string,
): Promise<WritePlan> {
  const content = contentOf(request, type);
  if (!query) throw new Refusal(400, "invalid", "url", "A PUT was expected to name an id or criteria, found neither.");
  const match = onlyMatch(await idsMatching(store, type, query));
  if (match !== undefined && content.id !== undefined && content.id !== match) {
    throw new Refusal(
      400,
      "value",
      "id-differs",
      "The id was expected to be that of the match, found another.",
      `${type}.id`,
    );
  }
  const id = match ?? content.id ?? newId();
  return planUpdate(store, request, { ...content, id }, id);
}

function planUpdate(store: ResourceStore, request: WriteRequest, content: Resource, id: string): WritePlan {
  const type = content.resourceType;
  if (!isResourceId(id)) {
    throw new Refusal(
      400,
      "value",
      "id",
      "An id of 1 to 64 letters, digits, hyphens and dots was expected.",
      `${type}.id`,
    );
  }
  if (content.id !== id) {
    throw new Refusal(
      400,
      "value",
      "id-differs",
      "The resource was expected to carry the id of its url.",
      `${type}.id`,
    );
  }
  const current = store.current(type, id);
  assertVersion(request.ifMatch, current);
  return { type, id, effect: current ? "update" : "create", content };
}

async function planDelete(
  store: ResourceStore,
  request: WriteRequest,
  type: string,
  id: string | undefined,
  query: string | undefined,
): Promise<WritePlan> {
  const target = id ?? (query ? onlyMatch(await idsMatching(store, type, query)) : undefined);
  if (target === undefined && !query) {
    throw new Refusal(400, "invalid", "url", "A DELETE was expected to name an id or criteria, found neither.");
  }
  const current = target === undefined ? undefined : store.current(type, target);
  assertVersion(request.ifMatch, current);
  return { type, id: target ?? "", effect: current ? "delete" : "nothing" };
}

function contentOf({ resource }: WriteRequest, type: string): Resource {
  if (typeof resource !== "object" || Array.isArray(resource)) {
    throw new Refusal(400, "structure", "resource-missing", `A ${type} was expected as content, found none.`);
  }
  if (resource.resourceType !== type) {
    throw new Refusal(
      400,
      "structure",
      "type-differs",
      `A ${type} was expected as content, found another resourceType.`,
    );
  }
  return resource;
}

function onlyMatch(ids: readonly string[]): string | undefined {
  if (ids.length > 1) {
    throw new Refusal(
      412,
      "duplicate",
      "several-match",
      "At most 1 resource was expected to match the condition, found several.",
    );
  }
  return ids[0];
}

function assertVersion(ifMatch: string | undefined, current: Stored | undefined): void {
  if (ifMatch === undefined) return;
  const expected = /^(?:W\/)?"?([^"]*)"?$/.exec(ifMatch)?.[1];
  if (current?.meta.versionId !== expected) {
    throw new Refusal(
      412,
      "conflict",
      "version",
      "The version that If-Match names was expected to be the current one.",
    );
  }
}

/** Whether content equals what is stored; version and time are the server's and do not count. */
export function isUnchanged(content: Resource, stored: Stored): boolean {
  return isDeepStrictEqual(comparable(content), comparable(stored));
}

function comparable(resource: Resource): unknown {
  const { meta, ...content } = resource;
  const kept = Object.entries(meta ?? {}).filter(([name]) => name !== "versionId" && name !== "lastUpdated");
  return kept.length > 0 ? { ...content, meta: Object.fromEntries(kept) } : content;
}
