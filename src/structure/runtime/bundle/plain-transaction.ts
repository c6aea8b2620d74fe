import { areDistinctTexts } from "../../../lookup/index.ts";
import { asObject, asString, type JsonObject } from "./json.ts";
import { isCreateOf } from "./rule/request.ts";

/**
 * Whether a Bundle is a transaction of the usual kind, of which no rule has anything to say: each entry writes its resource
 * under an address of its own. Of any other Bundle `checkBundle` has to tell.
 *
 * @param bundle whose entries have no two equal fullUrls
 */
export function isPlainTransaction({ type, total, link, entry }: JsonObject): boolean {
  if (type !== "transaction" || total !== undefined || link !== undefined || !Array.isArray(entry)) return false;
  const written: string[] = [];
  for (let at = 0; at < entry.length; at++) {
    const one = asObject(entry[at]);
    const request = asObject(one?.["request"]);
    if (one === undefined || request === undefined || one["response"] !== undefined || one["search"] !== undefined)
      return false;
    if (asString(one["fullUrl"])?.startsWith("urn:") !== true) return false;
    const { method } = request;
    const url = asString(request["url"]);
    if (url === undefined || request["ifNoneExist"] !== undefined) return false;
    if (!isCreateOf(asString(asObject(one["resource"])?.["resourceType"]), url)) return false;
    if (method === "PUT") written.push(url);
    else if (method !== "POST") return false;
  }
  return areDistinctTexts(written);
}
