import type { Bundle, BundleEntry, OperationOutcome } from "@medplum/fhirtypes";
import { toOperationOutcome } from "../fhir/index.ts";
import { Refusal } from "./refusal.ts";
import type { WriteRequest } from "./write-plan.ts";
import type { WriteAnswer } from "./write-group.ts";

/** What a bundle needs of the server: writes that hold together, and reads. */
export interface BundleRunner {
  readonly write: (requests: readonly WriteRequest[]) => Promise<readonly WriteAnswer[]>;
  readonly read: (url: string) => Promise<BundleEntry>;
}

/**
 * Carries out a batch or a transaction and gives its answer, one entry a request, in their order.
 *
 * @param isMinimal whether stored resources are left out of the answer (`Prefer: return=minimal`)
 * @throws Refusal when it is neither, when an entry has no usable request, and in a transaction for
 *   the first entry that cannot be done
 * https://hl7.org/fhir/R4/http.html#transaction
 */
export async function runBundle(bundle: unknown, runner: BundleRunner, isMinimal: boolean): Promise<Bundle> {
  const { type, entries } = readBundle(bundle);
  if (type === "batch") {
    const answers: BundleEntry[] = [];
    for (const entry of entries) answers.push(await runBatchEntry(entry, runner, isMinimal));
    return { resourceType: "Bundle", type: "batch-response", entry: answers };
  }
  assertFullUrlsUnique(entries);
  const writes = entries.filter((entry) => !isRead(entry)).map(toWrite);
  const written = (await runner.write(writes)).map((answer) => toAnswerEntry(answer, isMinimal));
  const answers: BundleEntry[] = [];
  for (const entry of entries) {
    const answer = isRead(entry) ? await runner.read(entry.request?.url ?? "") : written.shift();
    if (answer) answers.push(answer);
  }
  return { resourceType: "Bundle", type: "transaction-response", entry: answers };
}

function readBundle(body: unknown): { type: "batch" | "transaction"; entries: readonly BundleEntry[] } {
  const bundle = body as Partial<Bundle> | null | undefined;
  if (bundle?.resourceType !== "Bundle" || (bundle.type !== "batch" && bundle.type !== "transaction")) {
    throw new Refusal(
      400,
      "structure",
      "bundle-type",
      "A Bundle of type batch or transaction was expected.",
      "Bundle.type",
    );
  }
  const entries: unknown = bundle.entry ?? [];
  if (!Array.isArray(entries))
    throw new Refusal(400, "structure", "bundle-entry", "A list was expected.", "Bundle.entry");
  const usable = entries as BundleEntry[];
  usable.forEach(({ request }, index) => {
    if (typeof request?.url !== "string" || !/^(GET|POST|PUT|DELETE)$/.test(request.method)) {
      const path = `Bundle.entry[${String(index)}].request`;
      throw new Refusal(
        400,
        "required",
        "bundle-request",
        "A request with url and method GET, POST, PUT or DELETE was expected.",
        path,
      );
    }
  });
  return { type: bundle.type, entries: usable };
}

function assertFullUrlsUnique(entries: readonly BundleEntry[]): void {
  const seen = new Set<string>();
  entries.forEach(({ fullUrl }, index) => {
    if (fullUrl === undefined) return;
    if (seen.has(fullUrl)) {
      const path = `Bundle.entry[${String(index)}].fullUrl`;
      throw new Refusal(400, "duplicate", "full-url", "Each fullUrl was expected once, found it twice.", path);
    }
    seen.add(fullUrl);
  });
}

async function runBatchEntry(entry: BundleEntry, runner: BundleRunner, isMinimal: boolean): Promise<BundleEntry> {
  try {
    if (isRead(entry)) return await runner.read(entry.request?.url ?? "");
    const [answer] = await runner.write([toWrite(entry)]);
    return toAnswerEntry(answer ?? { status: 204 }, isMinimal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { response: { status: String(error.status), outcome: toOperationOutcome([error.issue]) } };
  }
}

function isRead({ request }: BundleEntry): boolean {
  return request?.method === "GET";
}

function toWrite({ request, resource, fullUrl }: BundleEntry): WriteRequest {
  const { method, url, ifNoneExist, ifMatch } = request ?? { method: "GET", url: "" };
  return {
    method: method as WriteRequest["method"],
    url,
    ...(resource && { resource }),
    ...(fullUrl !== undefined && { fullUrl }),
    ...(ifNoneExist !== undefined && { ifNoneExist }),
    ...(ifMatch !== undefined && { ifMatch }),
  };
}

const STATUS_TEXT = { 200: "200 OK", 201: "201 Created", 204: "204 No Content" } as const;

/** Says, in the code that HAPI uses for it, that a write changed nothing. */
const NO_CHANGE: OperationOutcome = {
  resourceType: "OperationOutcome",
  issue: [
    {
      severity: "information",
      code: "informational",
      details: {
        coding: [
          {
            system: "https://hapifhir.io/fhir/CodeSystem/hapi-fhir-storage-response-code",
            code: "SUCCESSFUL_UPDATE_NO_CHANGE",
          },
        ],
        text: "Nothing was changed.",
      },
    },
  ],
};

function toAnswerEntry({ status, resource, isUnchanged }: WriteAnswer, isMinimal: boolean): BundleEntry {
  if (!resource) return { response: { status: STATUS_TEXT[status] } };
  const { versionId, lastUpdated } = resource.meta;
  return {
    ...(!isMinimal && { resource }),
    response: {
      status: STATUS_TEXT[status],
      location: `${resource.resourceType}/${resource.id}/_history/${versionId}`,
      etag: `W/"${versionId}"`,
      lastModified: lastUpdated,
      ...(isUnchanged && { outcome: NO_CHANGE }),
    },
  };
}
