import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import type { Asked } from "../answer/index.ts";
import type { Carried, Shipment, Write, WriteOutcome } from "../shipment/index.ts";
import { judgeEntry } from "./judge-entry.ts";
import { countIssue, failTogether, judgeWhole, sizeIssue, unreadableIssue } from "./words.ts";

/** Sends writes as one Bundle and judges every entry of the answer; what its envelope says counts for nothing. */
export async function sendBundle(
  shipment: Shipment,
  type: "transaction" | "batch",
  writes: readonly Write[],
): Promise<Carried> {
  const text = JSON.stringify(toBundle(type, writes));
  const limit = shipment.destination.maxBodyBytes;
  const bytes = limit === undefined ? 0 : Buffer.byteLength(text);
  if (limit !== undefined && bytes > limit) {
    return { outcomes: failTogether(writes, "too-large", [sizeIssue(bytes, limit)]) };
  }
  const answer = await shipment.send({ method: "POST", path: "", content: text });
  const told = answer.kind === "fault" ? {} : { status: answer.status, ...retryAfterOf(answer.headers) };
  const whole = judgeWhole(shipment, writes, askedTogether(writes), answer);
  if (whole || answer.kind === "fault") return { outcomes: whole ?? [], ...told };
  const body = answer.body as Partial<Bundle> | undefined;
  if (body?.resourceType !== "Bundle") {
    return { outcomes: failTogether(writes, "ambiguous", [unreadableIssue(answer.status)]), ...told };
  }
  const entries = body.entry ?? [];
  if (entries.length !== writes.length) {
    return { outcomes: failTogether(writes, "ambiguous", [countIssue(writes.length, entries.length)]), ...told };
  }
  const outcomes = writes.map((write, at): WriteOutcome => judgeEntry(shipment, write, entries[at], answer));
  return { outcomes, ...told };
}

/** The Bundle of some writes, in their order. */
export function toBundle(type: "transaction" | "batch", writes: readonly Write[]): Bundle {
  const entry = writes.map(({ part, method, url, resource, ifMatch, ifNoneExist }): BundleEntry => {
    const conditions = { ...(ifMatch !== undefined && { ifMatch }), ...(ifNoneExist !== undefined && { ifNoneExist }) };
    return { fullUrl: part.fullUrl, resource, request: { method, url, ...conditions } };
  });
  return { resourceType: "Bundle", type, entry };
}

/** When to come back, as the server asks. */
export function retryAfterOf(headers: Readonly<Record<string, string | undefined>>): { readonly retryAfter?: string } {
  const retryAfter = headers["retry-after"];
  return retryAfter === undefined ? {} : { retryAfter };
}

/** A refusal of the whole on a condition may mean any of them; a version that was overtaken can be looked up. */
function askedTogether(writes: readonly Write[]): Asked {
  if (writes.some(({ ifMatch }) => ifMatch !== undefined)) return { condition: "if-match", unit: "bundle" };
  const isCreate = writes.some(({ ifNoneExist }) => ifNoneExist !== undefined);
  return { condition: isCreate ? "identity" : "none", unit: "bundle" };
}
