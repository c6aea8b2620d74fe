import type { IssueCode, Severity } from "../../../fhir/index.ts";
import { createBundleResolver, type BundleResolver } from "./bundle-resolver.ts";
import { asObject, asString, type JsonObject } from "./json.ts";

/** One entry as the rules look at it; parts that are missing or misshapen are undefined. */
export interface EntryView {
  readonly index: number;
  readonly entry: JsonObject;
  readonly fullUrl: string | undefined;
  readonly resource: JsonObject | undefined;
  /** The resource's type. */
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly request: JsonObject | undefined;
  readonly response: JsonObject | undefined;
  /** `entry.search.mode` */
  readonly mode: string | undefined;
}

/** A finding without what is the same in all of them. */
export interface Finding {
  /** `folder/name`, as issues have it. */
  readonly rule: string;
  readonly code: IssueCode;
  readonly message: string;
  /** FHIRPath of the place that the message names first. */
  readonly path: string;
  readonly spec: string;
  readonly severity?: Severity;
}

/** A Bundle as the rules look at it. */
export interface BundleView {
  readonly bundle: JsonObject;
  readonly type: string;
  readonly path: string;
  readonly entries: readonly EntryView[];
  /** Made when it is first asked for: most types of Bundle need none. */
  readonly resolver: () => BundleResolver;
  readonly find: (finding: Finding) => void;
}

/** One rule between the parts of a Bundle; each costs time linear in the entries. */
export type BundleRule = (view: BundleView) => void;

/** Reads a Bundle of any content once, for all rules. */
export function viewBundle(bundle: JsonObject, path: string, find: BundleView["find"]): BundleView {
  const list: readonly unknown[] = Array.isArray(bundle["entry"]) ? bundle["entry"] : [];
  const entries = list.map((value, index) => viewEntry(asObject(value) ?? {}, index));
  let resolver: BundleResolver | undefined;
  return {
    bundle,
    type: asString(bundle["type"]) ?? "",
    path,
    entries,
    resolver: () => (resolver ??= createBundleResolver(bundle)),
    find,
  };
}

function viewEntry(entry: JsonObject, index: number): EntryView {
  const resource = asObject(entry["resource"]);
  return {
    index,
    entry,
    fullUrl: asString(entry["fullUrl"]),
    resource,
    type: asString(resource?.["resourceType"]),
    id: asString(resource?.["id"]),
    request: asObject(entry["request"]),
    response: asObject(entry["response"]),
    mode: asString(asObject(entry["search"])?.["mode"]),
  };
}

/** FHIRPath of an entry. */
export function entryPath({ path }: BundleView, { index }: EntryView): string {
  return `${path}.entry[${index}]`;
}
