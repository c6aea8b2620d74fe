import type { BundleEntry, OperationOutcome, Resource } from "@medplum/fhirtypes";
import { classifyStatus, type Exchange } from "../answer/index.ts";
import { askedOf, type Effect, type Known, type Shipment, type Write, type WriteOutcome } from "../shipment/index.ts";
import { entryIssues, locationIssue } from "./words.ts";

type Answer = Extract<Exchange, { kind: "answer" }>;
type EntryResponse = NonNullable<BundleEntry["response"]>;

/** Judges what a server answered to one write, by the answer's entry alone. */
export function judgeEntry(
  shipment: Shipment,
  write: Write,
  entry: BundleEntry | undefined,
  answer: Answer,
): WriteOutcome {
  const { part } = write;
  const response = entry?.response;
  const text = /^\d{3}/.exec(response?.status ?? "")?.[0];
  const found = text === undefined ? "ambiguous" : classifyStatus(Number(text), askedOf(write));
  if (!response || found !== "done") {
    const issues = entryIssues(part, text ?? "no status", response?.outcome, shipment);
    return { part, answer: found === "done" ? "ambiguous" : found, issues };
  }
  const id = idOf(write, response, entry.resource);
  if (id === undefined) return { part, answer: "ambiguous", issues: [locationIssue(part)] };
  const versionId = /_history\/([^/]+)$/.exec(response.location ?? "")?.[1] ?? /"(.*)"/.exec(response.etag ?? "")?.[1];
  const isFound = write.ifNoneExist !== undefined && text !== "201";
  const effect = effectOf(text === "201", write, response, versionId, answer);
  const known: Known = {
    id,
    ...(versionId !== undefined && { versionId }),
    ...(response.etag !== undefined && { etag: response.etag }),
    // What was there already has a content that nobody has looked at yet.
    ...(!isFound && { hash: part.hash }),
  };
  return { part, answer: "done", effect, known };
}

/** The answer to a request of its own, in the form of an entry. */
export function toEntry(answer: Answer): BundleEntry {
  const { status, headers, body } = answer;
  const resource = body as Partial<Resource> | undefined;
  const location = headers["location"] ?? headers["content-location"];
  const { etag, "last-modified": lastModified } = headers;
  return {
    ...(resource?.resourceType !== undefined &&
      resource.resourceType !== "OperationOutcome" && { resource: resource as Resource }),
    response: {
      status: String(status),
      ...(location !== undefined && { location }),
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
      ...(resource?.resourceType === "OperationOutcome" && { outcome: body as OperationOutcome }),
    },
  };
}

/**
 * Whether a 200 changed nothing. FHIR has no word for it, so it is read from what servers do say:
 * a conditional create that answers 200 found its resource; HAPI and the embedded server send a code;
 * an update that ends in version 1 made none; and a time of change before the request, by the
 * server's own clock, is that of an older version.
 */
function effectOf(
  isCreated: boolean,
  write: Write,
  response: EntryResponse,
  versionId: string | undefined,
  { headers, elapsedMs }: Answer,
): Effect {
  if (isCreated) return "created";
  if (write.ifNoneExist !== undefined || versionId === "1") return "unchanged";
  if (JSON.stringify(response.outcome ?? "").includes("SUCCESSFUL_UPDATE_NO_CHANGE")) return "unchanged";
  // An HTTP date has whole seconds, hence the 2 s of allowance.
  const sentAt = Date.parse(headers["date"] ?? "") - elapsedMs - 2_000;
  return Date.parse(response.lastModified ?? "") < sentAt ? "unchanged" : "updated";
}

/** `[base/]Type/id[/_history/version]` */
const LOCATION = /(?:^|\/)([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/;

function idOf(write: Write, response: EntryResponse, stored: Resource | undefined): string | undefined {
  const [, type, id] = LOCATION.exec(response.location ?? "") ?? [];
  if (type === write.resource.resourceType && id !== undefined) return id;
  return (write.method === "PUT" ? write.resource.id : undefined) ?? stored?.id;
}
