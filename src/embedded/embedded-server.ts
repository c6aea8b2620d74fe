import { randomUUID } from "node:crypto";
import express from "express";
import type { NextFunction, Request, Response, Router } from "express";
import type { Resource } from "@medplum/fhirtypes";
import { toOperationOutcome } from "../fhir/index.ts";
import { describeServer } from "./capability.ts";
import { readCurrent, readHistory, readSearch, readVersion } from "./read.ts";
import { assertContent, type CheckContent } from "./check-content.ts";
import { Refusal } from "./refusal.ts";
import { ResourceStore } from "./resource-store.ts";
import { runBundle } from "./run-bundle.ts";
import { createSerialQueue } from "./serial-queue.ts";
import { writeAll } from "./write-group.ts";
import type { WriteAnswer } from "./write-group.ts";
import type { WriteRequest } from "./write-plan.ts";

/** The embedded FHIR server: mount `router` at any path of an Express app. */
export interface EmbeddedServer {
  readonly router: Router;
}

/** What is taken from outside, so that tests can hold it still. */
export interface EmbeddedServerOptions {
  readonly now?: () => Date;
  readonly newId?: () => string;
  /** Refuses content in which it finds an error, as servers do that validate what they are sent. */
  readonly check?: CheckContent;
}

const MEDIA_TYPES = ["application/fhir+json", "application/json"];
const MAX_BODY = "20mb";

/**
 * Makes an empty FHIR R4 server that lives in memory, for demonstration and tests.
 *
 * It keeps FHIR's rules of reading and writing and the integrity of references, and checks content only where it is given a
 * check. Writes run one at a time; a transaction is done whole or not at all.
 * https://hl7.org/fhir/R4/http.html
 */
export function createEmbeddedServer(options: EmbeddedServerOptions = {}): EmbeddedServer {
  const now = options.now ?? ((): Date => new Date());
  const newId = options.newId ?? randomUUID;
  const store = new ResourceStore(now);
  const enqueue = createSerialQueue();
  const write = (requests: readonly WriteRequest[]): Promise<readonly WriteAnswer[]> =>
    enqueue(() => {
      if (options.check) assertContent(requests, options.check);
      return writeAll(store, requests, newId);
    });
  const startedAt = now();

  const router = express.Router();
  router.use(express.json({ type: MEDIA_TYPES, limit: MAX_BODY }), assertMediaType);
  router.get("/metadata", (request, response) => {
    send(response, 200, describeServer(baseOf(request), startedAt));
  });
  router.post("/", async (request, response) => {
    const read = (url: string) => readInBundle(store, url, baseOf(request));
    send(response, 200, await runBundle(request.body, { write, read }, isMinimal(request)));
  });
  addReads(router, store);
  addWrites(router, write);
  router.use(() => {
    throw new Refusal(
      405,
      "not-supported",
      "interaction",
      "An interaction that the CapabilityStatement lists was expected.",
    );
  });
  router.use(sendFailure);
  return { router };
}

function addReads(router: Router, store: ResourceStore): void {
  const search = async (request: Request, response: Response, query: string): Promise<void> => {
    send(response, 200, await readSearch(store, param(request, "type"), query, baseOf(request)));
  };
  router.get("/:type", (request, response) => search(request, response, queryOf(request)));
  router.post("/:type/_search", express.text({ type: "application/x-www-form-urlencoded" }), (request, response) => {
    const form: unknown = request.body;
    return search(
      request,
      response,
      [queryOf(request), typeof form === "string" ? form : ""].filter(Boolean).join("&"),
    );
  });
  router.get("/:type/:id", (request, response) => {
    const resource = readCurrent(store, param(request, "type"), param(request, "id"));
    if (request.get("if-none-match") === `W/"${resource.meta.versionId}"`) response.status(304).end();
    else sendResource(response, 200, resource);
  });
  router.get("/:type/:id/_history", (request, response) => {
    send(response, 200, readHistory(store, param(request, "type"), param(request, "id"), baseOf(request)));
  });
  router.get("/:type/:id/_history/:version", (request, response) => {
    const version = readVersion(store, param(request, "type"), param(request, "id"), param(request, "version"));
    sendResource(response, 200, version);
  });
}

function addWrites(
  router: Router,
  write: (requests: readonly WriteRequest[]) => Promise<readonly WriteAnswer[]>,
): void {
  const writeOne = async (request: Request, response: Response): Promise<void> => {
    const [answer] = await write([toWriteRequest(request)]);
    if (!answer?.resource) {
      response.status(answer?.status ?? 204).end();
      return;
    }
    const { resourceType, id, meta } = answer.resource;
    response.set("Location", `${baseOf(request)}/${resourceType}/${id}/_history/${meta.versionId}`);
    if (isMinimal(request)) response.status(answer.status).set(versionHeaders(answer.resource)).end();
    else sendResource(response, answer.status, answer.resource);
  };
  router.post("/:type", writeOne);
  router.put(["/:type", "/:type/:id"], writeOne);
  router.delete(["/:type", "/:type/:id"], writeOne);
}

function toWriteRequest(request: Request): WriteRequest {
  const query = request.method === "POST" ? "" : queryOf(request);
  const ifNoneExist = request.get("if-none-exist");
  const ifMatch = request.get("if-match");
  return {
    method: request.method as WriteRequest["method"],
    url: request.path.slice(1) + (query && `?${query}`),
    ...(request.method !== "DELETE" && { resource: request.body as Resource }),
    ...(ifNoneExist !== undefined && { ifNoneExist }),
    ...(ifMatch !== undefined && { ifMatch }),
  };
}

async function readInBundle(store: ResourceStore, url: string, base: string) {
  const [path = "", query = ""] = url.split("?", 2);
  const [type = "", id] = path.split("/");
  const resource = id === undefined ? await readSearch(store, type, query, base) : readCurrent(store, type, id);
  return { resource, response: { status: "200 OK" } };
}

function assertMediaType(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = (request.method === "POST" && !request.path.endsWith("/_search")) || request.method === "PUT";
  if (hasBody && !request.is(MEDIA_TYPES)) {
    throw new Refusal(415, "not-supported", "media-type", "Content of type application/fhir+json was expected.");
  }
  next();
}

function sendFailure(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof Refusal) send(response, error.status, toOperationOutcome(error.issues));
  else if (isBodyFault(error)) {
    const refusal = new Refusal(error.status, "structure", "body", "A JSON document of at most 20 MB was expected.");
    send(response, error.status, toOperationOutcome([refusal.issue]));
  } else next(error);
}

/** What Express's body parser throws for broken JSON or a body that is too large. */
function isBodyFault(error: unknown): error is { status: number } {
  const { type, status } = error as { type?: unknown; status?: unknown };
  return typeof type === "string" && typeof status === "number" && status < 500;
}

function send(response: Response, status: number, body: Resource): void {
  response.status(status).type("application/fhir+json").send(JSON.stringify(body));
}

function sendResource(
  response: Response,
  status: number,
  resource: Resource & { meta: { versionId: string; lastUpdated: string } },
) {
  response.set(versionHeaders(resource));
  send(response, status, resource);
}

function versionHeaders({ meta }: { meta: { versionId: string; lastUpdated: string } }): Record<string, string> {
  return { ETag: `W/"${meta.versionId}"`, "Last-Modified": new Date(meta.lastUpdated).toUTCString() };
}

function isMinimal(request: Request): boolean {
  return /\breturn=minimal\b/.test(request.get("prefer") ?? "");
}

function baseOf(request: Request): string {
  return `${request.protocol}://${request.get("host") ?? "localhost"}${request.baseUrl}`;
}

function queryOf(request: Request): string {
  return /\?(.*)$/s.exec(request.originalUrl)?.[1] ?? "";
}

function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === "string" ? value : "";
}
