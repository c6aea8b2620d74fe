import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Issue } from "../../../../src/fhir/index.ts";
import {
  checkBundle,
  createBundleResolver,
  isPlainTransaction,
  passesBundleRules,
} from "../../../../src/structure/runtime/bundle/index.ts";
import { BundleState } from "../../../../src/structure/runtime/clean/index.ts";

type Json = Record<string, unknown>;
const BASE = "http://example.org/fhir";

/** Each finding as `rule path`. */
function findings(bundle: unknown): string[] {
  const issues: Issue[] = [];
  checkBundle(bundle, "Bundle", (issue) => issues.push(issue));
  const hasError = issues.some(({ severity }) => severity === "error");
  expect(passesBundleRules(bundle)).toBe(!hasError);
  if (typeof bundle === "object" && bundle !== null && isPlain(bundle as Json)) expect(issues).toEqual([]);
  return issues.map(({ rule, path = "", severity }) => {
    const mark = severity === "error" ? "" : `${severity} `;
    return `${mark}${rule.replace("profile/", "")} ${path.replace("Bundle.", "")}`;
  });
}

/** As the check of a Bundle asks. */
function isPlain(bundle: Json): boolean {
  return new BundleState(bundle).areNamesDistinct && isPlainTransaction(bundle);
}

const resource = (resourceType: string, id?: string, rest: Json = {}): Json => ({
  resourceType,
  ...(id !== undefined && { id }),
  ...rest,
});
const at = (type: string, id: string, rest: Json = {}, entry: Json = {}): Json => ({
  fullUrl: `${BASE}/${type}/${id}`,
  resource: resource(type, id, rest),
  ...entry,
});
const bundle = (type: string, entry: unknown[], rest: Json = {}): Json => ({
  resourceType: "Bundle",
  type,
  entry,
  ...rest,
});

describe("any Bundle", () => {
  it("has fullUrls that are absolute, are their resource's and stand once", () => {
    const entries = [
      at("Patient", "a"),
      { fullUrl: "Patient/b", resource: resource("Patient", "b") },
      { fullUrl: `${BASE}/Patient/x`, resource: resource("Patient", "c") },
      { fullUrl: `${BASE}/Group/d`, resource: resource("Patient", "d") },
      { fullUrl: `${BASE}/Patient/e`, resource: resource("Patient") },
      at("Patient", "a"),
      { resource: resource("Patient", "f") },
      { fullUrl: "http://nothing/nothing", resource: resource("Patient", "g") },
    ];
    expect(findings(bundle("collection", entries))).toEqual([
      "full-url-relative entry[1].fullUrl",
      "full-url-identity entry[2].fullUrl",
      "full-url-identity entry[3].fullUrl",
      "full-url-identity entry[4].fullUrl",
      "full-url-repeated entry[5].fullUrl",
      "full-url-missing entry[6]",
    ]);
  });

  it("may hold several versions of one resource", () => {
    const version = (versionId: string) => at("Patient", "a", { meta: { versionId } });
    expect(findings(bundle("collection", [version("1"), version("2")]))).toEqual([]);
    expect(findings(bundle("collection", [version("1"), version("1")]))).toEqual([
      "full-url-repeated entry[1].fullUrl",
    ]);
  });

  it("has the parts that its type asks for", () => {
    const entry = at("Patient", "a", {}, { search: { mode: "match" }, response: { status: "200" } });
    expect(findings(bundle("history", [entry], { total: 1 }))).toEqual([
      "entry-part-missing entry[0]",
      "entry-part-foreign entry[0].search",
    ]);
    expect(findings(bundle("collection", [at("Patient", "a", {}, { request: {} })], { total: 1 }))).toEqual([
      "bundle-total total",
      "entry-part-foreign entry[0].request",
    ]);
  });

  it("links pages in a searchset or history alone, each once", () => {
    const link = ["self", "next", "self", "stylesheet", "stylesheet"].map((relation) => ({ relation, url: "x" }));
    expect(findings(bundle("collection", [], { link }))).toEqual([
      "link-page link[1].relation",
      "link-repeated link[2].relation",
    ]);
    expect(findings(bundle("searchset", [], { link }))).toEqual(["link-repeated link[2].relation"]);
  });

  it.each([
    [null],
    [{ resourceType: "Bundle" }],
    [bundle("transaction", [null, 1, [], {}, { resource: 1, request: [] }])],
    [{ resourceType: "Bundle", type: 1, entry: { a: 1 }, link: "x" }],
    [bundle("document", [{ resource: { resourceType: "Composition", section: [{ entry: "x", section: 3 }] } }])],
  ])("of any shape is read without failing: %j", (value) => {
    expect(() => findings(value)).not.toThrow();
  });
});

describe("a transaction", () => {
  const entry = (method: string, url: string, found?: Json, rest: Json = {}) => ({
    ...(found && { resource: found }),
    request: { method, url, ...rest },
  });

  it("is fine with creates, updates, deletes, conditions and operations", () => {
    const entries = [
      entry("POST", "Patient", resource("Patient"), { ifNoneExist: "identifier=a" }),
      entry("PUT", "Patient/b", resource("Patient", "b")),
      entry("PUT", "Patient?identifier=c", resource("Patient")),
      entry("DELETE", "Patient/d"),
      entry("GET", "Patient?name=e"),
      entry("POST", "Patient/$match", resource("Parameters")),
      entry("POST", "Patient", resource("Patient")),
    ];
    expect(findings(bundle("transaction", entries))).toEqual([]);
  });

  it("is refused where request and resource disagree", () => {
    const entries = [
      entry("POST", "Group", resource("Patient")),
      entry("PUT", "Patient/a", resource("Patient", "b")),
      entry("PUT", "Patient/c"),
      entry("PUT", "Patient/a", resource("Patient", "a"), { ifNoneExist: "identifier=a" }),
      { resource: resource("Patient") },
    ];
    expect(findings(bundle("transaction", entries))).toEqual([
      "entry-part-missing entry[4]",
      "request-type entry[0].request.url",
      "request-id entry[1].request.url",
      "request-resource entry[2]",
      "request-condition entry[3].request.ifNoneExist",
      "identity-repeated entry[3].request.url",
    ]);
  });

  it("may write an identity twice as a batch", () => {
    const twice = entry("PUT", "Patient/a", resource("Patient", "a"));
    expect(findings(bundle("batch", [twice, twice]))).toEqual([]);
  });
});

it("an answer has an HTTP status first", () => {
  const answer = (status: string) => ({ response: { status } });
  const entries = ["200", "201 Created", "OK", "2000"].map(answer);
  expect(findings(bundle("transaction-response", entries))).toEqual([
    "response-status entry[2].response.status",
    "response-status entry[3].response.status",
  ]);
});

describe("a searchset", () => {
  const outcome = (mode: string, id?: string) => ({
    fullUrl: `http://nothing/${mode}`,
    resource: resource("OperationOutcome", id),
    search: { mode },
  });

  it("has resources that fit their search mode", () => {
    const entries = [
      at("Patient", "a", {}, { search: { mode: "outcome" } }),
      outcome("match"),
      outcome("include", "b"),
      { fullUrl: "http://nothing/none", search: { mode: "match" } },
      outcome("outcome"),
    ];
    const link = [{ relation: "self", url: `${BASE}?_type=Patient,Group` }];
    expect(findings(bundle("searchset", entries, { link }))).toEqual([
      "search-outcome entry[0].resource",
      "search-id entry[1].resource",
      "search-type entry[1].resource",
      "search-resource entry[3]",
    ]);
  });

  it.each([`${BASE}/Patient?name=a`, `${BASE}/Patient/_search`, `${BASE}?name=a`])("searches what %s says", (url) => {
    const entries = [at("Patient", "a", {}, { search: { mode: "match" } })];
    expect(findings(bundle("searchset", entries, { link: [{ relation: "self", url }] }))).toEqual([]);
  });
});

describe("a document", () => {
  const document = (entry: unknown[], rest: Json = {}) =>
    bundle("document", entry, { identifier: { system: "s", value: "v" }, timestamp: "2024-01-01T00:00:00Z", ...rest });
  const composition = (rest: Json) => at("Composition", "c", rest);

  it("is fine when all is named, from anywhere", () => {
    const entries = [
      composition({
        subject: { reference: "Patient/p" },
        author: [{ reference: `${BASE}/Device/d` }, { display: "x" }],
        section: [{ section: [{ entry: [{ reference: "Observation/o/_history/2" }, { reference: "#x" }] }] }],
      }),
      at("Patient", "p", { managingOrganization: { reference: "Organization/g" } }),
      at("Device", "d"),
      at("Observation", "o", { meta: { versionId: "2" } }),
      at("Organization", "g"),
      at("Provenance", "v", { target: [{ reference: "Patient/p" }], agent: [{ who: { reference: "Device/w" } }] }),
      at("Device", "w"),
      at("Binary", "css"),
    ];
    expect(findings(document(entries, { link: [{ relation: "stylesheet", url: "Binary/css" }] }))).toEqual([]);
  });

  it("needs an identifier, a timestamp, and a Composition first", () => {
    expect(findings(bundle("document", [at("Patient", "p")], { identifier: { value: "v" } }))).toEqual([
      "document-identifier identifier",
      "document-timestamp Bundle",
      "document-composition entry[0].resource",
    ]);
  });

  it("holds what its Composition names, and nothing that is not named", () => {
    const entries = [
      composition({
        author: [{ reference: "Device/gone" }],
        section: [{ entry: [{ reference: "Patient/p/_history/9" }] }],
      }),
      at("Patient", "p"),
      at("Observation", "o", { subject: { reference: "Composition/c" } }),
    ];
    expect(findings(document(entries))).toEqual([
      "document-reference entry[0].resource.author[0]",
      "document-reference entry[0].resource.section[0].entry[0]",
      "document-unreachable entry[1]",
      "warning document-linked-back entry[2]",
    ]);
  });
});

it("a message begins with its header and holds its focus", () => {
  expect(findings(bundle("message", [at("Patient", "p")]))).toEqual(["message-header entry[0].resource"]);
  const header = at("MessageHeader", "h", { focus: [{ reference: "Patient/p" }, { reference: "Patient/q" }] });
  expect(findings(bundle("message", [header, at("Patient", "p")]))).toEqual([
    "message-focus entry[0].resource.focus[1]",
  ]);
});

describe("a reference in a Bundle", () => {
  const versioned = (versionId: string) => at("Observation", "o", { meta: { versionId } });
  const entries = [
    at("Patient", "p"),
    { fullUrl: "urn:uuid:1", resource: resource("Device") },
    versioned("1"),
    versioned("2"),
  ];
  const { resolve } = createBundleResolver(bundle("collection", entries));
  const from = `${BASE}/Composition/c`;

  it.each([
    ["Patient/p", from, "Patient"],
    [`${BASE}/Patient/p`, undefined, "Patient"],
    ["Patient/p", "http://other.example.org/Composition/c", undefined],
    ["Patient/p", "urn:uuid:2", undefined],
    ["urn:uuid:1", from, "Device"],
    ["urn:uuid:1#part", from, "Device"],
    ["#p", from, undefined],
    ["", from, undefined],
    ["Observation/o/_history/2", from, "Observation"],
    ["Observation/o/_history/3", from, undefined],
  ])("%s, read from %s, is %s", (reference, fromFullUrl, type) => {
    expect(resolve(reference, fromFullUrl)?.["resourceType"]).toBe(type);
  });

  it("means the version that it names", () => {
    expect(resolve("Observation/o/_history/2", from)).toBe(entries[3]?.["resource"]);
  });

  it("is found from anywhere, by any entry's base and in any entry's contained resources", () => {
    const holder = at("Observation", "h", { contained: [resource("Device", "inner")] });
    const { resolveAnywhere } = createBundleResolver(bundle("collection", [...entries, holder]));
    expect(["Patient/p", "urn:uuid:1", "#inner"].map((one) => resolveAnywhere(one)?.["resourceType"])).toEqual([
      "Patient",
      "Device",
      "Device",
    ]);
    expect(["Patient/x", "#outer", ""].map(resolveAnywhere)).toEqual([undefined, undefined, undefined]);
  });

  it("means an entry by type and id where no entry has a fullUrl", () => {
    const batch = createBundleResolver(bundle("batch", [{ resource: resource("Patient", "p") }]));
    expect(batch.resolve("Patient/p", undefined)?.["id"]).toBe("p");
  });
});

it("reads ten times as much of ten times as many entries", () => {
  let reads = 0;
  const counted = (entry: object): object =>
    new Proxy(entry, { get: (of, key) => (reads++, Reflect.get(of, key) as unknown) });
  const document = (count: number) => {
    const patients = Array.from({ length: count }, (_, index) => at("Patient", `p${index}`));
    const entry = patients.map((_, index) => ({ reference: `Patient/p${index}` }));
    return bundle("document", [at("Composition", "c", { section: [{ entry }] }), ...patients].map(counted));
  };
  const readsOf = (count: number) => {
    reads = 0;
    passesBundleRules(document(count));
    return reads;
  };
  expect(readsOf(2_000)).toBeLessThan(11 * readsOf(200));
});

describe("a plain transaction", () => {
  const seldom = (value: unknown) =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(value) });
  const one = fc.record({
    fullUrl: fc.constantFrom("urn:uuid:1", "urn:uuid:2", "urn:uuid:3", `${BASE}/Patient/a`),
    resource: fc.constantFrom(resource("Patient", "a"), resource("Group"), undefined),
    request: fc.record({
      method: fc.constantFrom("PUT", "POST", "DELETE"),
      url: fc.constantFrom("Patient?identifier=1", "Patient?identifier=2", "Patient", "Patients", "Group"),
      ifNoneExist: seldom("identifier=1"),
    }),
    response: seldom({ status: "201" }),
    search: seldom({ mode: "match" }),
  });
  const any = fc.record({
    type: fc.constantFrom("transaction", "transaction", "batch", "collection"),
    entry: fc.array(one, { minLength: 1, maxLength: 3 }),
    total: seldom(1),
    link: seldom([{ relation: "next", url: BASE }]),
  });

  it("is told at a glance, and then the rules have nothing to say", () => {
    let plain = 0;
    fc.assert(
      fc.property(any, (value) => {
        const whole = { resourceType: "Bundle", ...value };
        if (isPlain(whole)) plain++;
        findings(whole);
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(30);
  });
});
