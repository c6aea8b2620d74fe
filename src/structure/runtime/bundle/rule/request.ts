import { entryPath, type BundleRule, type BundleView, type EntryView } from "../bundle-view.ts";
import { asString } from "../json.ts";

const TRANSACTION = "https://hl7.org/fhir/R4/http.html#transaction";

/** In a batch or transaction the method, the url and the resource of each request agree, and no identity is written twice. */
export const requestRule: BundleRule = (view) => {
  if (view.type !== "batch" && view.type !== "transaction") return;
  const written = new Set<string>();
  for (const one of view.entries) {
    if (one.request === undefined) continue;
    const method = asString(one.request["method"]) ?? "";
    const url = asString(one.request["url"]) ?? "";
    checkResource(view, one, method, url);
    checkCondition(view, one, method);
    if (view.type === "transaction") checkIdentity(view, one, method, url, written);
  }
};

/** A write brings the resource that its url names, under the same id; a url with an operation brings what that takes. */
function checkResource(view: BundleView, one: EntryView, method: string, url: string): void {
  if (method !== "POST" && method !== "PUT") return;
  if (one.resource !== undefined && isCreateOf(one.type, url)) return;
  if (isOperation(url)) return;
  const path = entryPath(view, one);
  if (one.resource === undefined) {
    const message = `${path} needs a resource for what its request writes, found none.`;
    view.find({ rule: "profile/request-resource", code: "required", message, path, spec: TRANSACTION });
    return;
  }
  const [type = "", id] = url.split("?", 1)[0]?.split("/", 2) ?? [];
  const at = `${path}.request.url`;
  if (type !== one.type) {
    const message = `${at} was expected to name the type of its resource, found another.`;
    view.find({ rule: "profile/request-type", code: "value", message, path: at, spec: TRANSACTION });
  } else if (method === "PUT" && id !== undefined && id !== one.id) {
    const message = `${at} was expected to end with the id of its resource, found another.`;
    const spec = "https://hl7.org/fhir/R4/http.html#update";
    view.find({ rule: "profile/request-id", code: "value", message, path: at, spec });
  }
}

function isOperation(url: string): boolean {
  return url.includes("$") || url.includes("/_search");
}

/** The usual url, told without taking it apart: the type of the resource, alone or with a query. */
export function isCreateOf(type: string | undefined, url: string): boolean {
  return (
    type !== undefined &&
    url.startsWith(type) &&
    (url.length === type.length || url.charCodeAt(type.length) === 63) /* ? */
  );
}

function checkCondition(view: BundleView, one: EntryView, method: string): void {
  if (one.request?.["ifNoneExist"] === undefined || method === "POST") return;
  const path = `${entryPath(view, one)}.request.ifNoneExist`;
  const message = `${path} was expected with the method POST alone, found it with another.`;
  const spec = "https://hl7.org/fhir/R4/http.html#ccreate";
  view.find({ rule: "profile/request-condition", code: "business-rule", message, path, spec });
}

/** "If any resource identities overlap … the transaction SHALL fail." A plain POST makes a new identity. */
function checkIdentity(view: BundleView, one: EntryView, method: string, url: string, written: Set<string>): void {
  if (method !== "PUT" && method !== "DELETE" && method !== "PATCH") return;
  if (written.has(url)) {
    const path = `${entryPath(view, one)}.request.url`;
    const message = `${path} was expected to name what no other entry writes, found it in an earlier one.`;
    const spec = "https://hl7.org/fhir/R4/http.html#trules";
    view.find({ rule: "profile/identity-repeated", code: "duplicate", message, path, spec });
  }
  written.add(url);
}
