import { isAbsoluteUri } from "../../format/index.ts";
import { versionOf } from "../bundle-resolver.ts";
import { entryPath, type BundleRule, type BundleView, type EntryView } from "../bundle-view.ts";

const SPEC = "https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl";
/** The types of Bundle whose entries need no address of their own. */
const OPTIONAL = new Set(["transaction", "transaction-response", "batch", "batch-response"]);
const REST = /^https?:\/\/.*\/([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

/**
 * Each entry's address is there where its Bundle needs it, absolute, not another resource's than its own,
 * and used once, or once a version (bdl-7).
 */
export const fullUrlRule: BundleRule = (view) => {
  const seen = new Set<string>();
  for (const one of view.entries) {
    const { fullUrl } = one;
    if (fullUrl === undefined) {
      if (!OPTIONAL.has(view.type) && one.resource !== undefined) findMissing(view, one);
      continue;
    }
    if (!fullUrl.startsWith("urn:") && !isAbsoluteUri(fullUrl)) findRelative(view, one);
    else checkIdentity(view, one, fullUrl);
    if (view.type === "history") continue;
    const version = versionOf(one.entry);
    const key = version === undefined ? fullUrl : `${fullUrl} ${version}`;
    if (seen.has(key)) findRepeated(view, one);
    seen.add(key);
  }
};

function checkIdentity(view: BundleView, one: EntryView, fullUrl: string): void {
  if (!fullUrl.startsWith("http")) return;
  const [, type, id] = REST.exec(fullUrl) ?? [];
  if (type === undefined || one.type === undefined || (type === one.type && id === one.id)) return;
  const path = `${entryPath(view, one)}.fullUrl`;
  view.find({
    rule: "profile/full-url-identity",
    code: "value",
    message: `${path} was expected to end with the type and id of its resource, found others.`,
    path,
    spec: SPEC,
  });
}

function findMissing(view: BundleView, one: EntryView): void {
  const path = entryPath(view, one);
  const message = `${path} needs a fullUrl in a Bundle of this type, found none.`;
  view.find({ rule: "profile/full-url-missing", code: "required", message, path, spec: SPEC });
}

function findRelative(view: BundleView, one: EntryView): void {
  const path = `${entryPath(view, one)}.fullUrl`;
  const message = `${path} was expected to be an absolute URI, found a relative one.`;
  view.find({ rule: "profile/full-url-relative", code: "value", message, path, spec: SPEC });
}

function findRepeated(view: BundleView, one: EntryView): void {
  const path = `${entryPath(view, one)}.fullUrl`;
  const message = `${path} was expected once in the Bundle, or once a version; found it on an earlier entry too.`;
  view.find({ rule: "profile/full-url-repeated", code: "duplicate", message, path, spec: SPEC });
}
