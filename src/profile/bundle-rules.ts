import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import { elementPath, findReferences, identifiersOf, parseReference, rebasePath } from "../fhir/index.ts";
import type { Issue, IssueCode } from "../fhir/index.ts";

const BUNDLE = "https://hl7.org/fhir/R4/bundle.html";
const TRANSACTION = "https://hl7.org/fhir/R4/http.html#trules";

/**
 * The rules that hold between the entries of a transaction and that no profile can say: every
 * reference stays inside, no fullUrl and no identity twice, a request in each entry, one subject.
 *
 * Bundles of another type are held to their references' form and unique fullUrls alone.
 */
export function bundleRules(bundle: Bundle): readonly Issue[] {
  const entries = bundle.entry ?? [];
  const issues = [...uniqueFullUrls(entries)];
  if (bundle.type !== "transaction") return issues;
  return [
    ...issues,
    ...closedReferences(entries),
    ...requests(entries),
    ...uniqueIdentities(entries),
    ...oneSubject(entries),
  ];
}

function issue(code: IssueCode, name: string, message: string, path: string, spec: string): Issue {
  return { severity: "error", code, rule: `profile/${name}`, message, path, spec };
}

function entryPath(index: number): string {
  return elementPath("Bundle", "entry", index);
}

function uniqueFullUrls(entries: readonly BundleEntry[]): readonly Issue[] {
  const seen = new Set<string>();
  return entries.flatMap(({ fullUrl, resource }, index) => {
    if (fullUrl === undefined) return [];
    const key = `${fullUrl} ${resource?.meta?.versionId ?? ""}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const path = `${entryPath(index)}.fullUrl`;
    return [
      issue(
        "duplicate",
        "full-url-repeated",
        `${path} was expected once in the bundle, found it twice.`,
        path,
        `${BUNDLE}#invs`,
      ),
    ];
  });
}

function closedReferences(entries: readonly BundleEntry[]): readonly Issue[] {
  const fullUrls = new Set(entries.map(({ fullUrl }) => fullUrl));
  return entries.flatMap(({ resource }, index) =>
    (resource ? findReferences(resource) : []).flatMap(({ reference, path }) => {
      if (fullUrls.has(reference) || parseReference(reference)?.kind === "contained") return [];
      const place = rebasePath(path, `${entryPath(index)}.resource`);
      const message = `${place} was expected to name the fullUrl of an entry of the bundle, found none of that name.`;
      return [issue("not-found", "reference-open", message, place, `${BUNDLE}#references`)];
    }),
  );
}

function requests(entries: readonly BundleEntry[]): readonly Issue[] {
  return entries.flatMap(({ request, resource }, index) => {
    const place = entryPath(index);
    if (!request) {
      return [
        issue(
          "required",
          "request-missing",
          `${place} needs a request in a transaction, found none.`,
          place,
          TRANSACTION,
        ),
      ];
    }
    const type = /^[A-Za-z]*/.exec(request.url)?.[0];
    if (!resource || type === resource.resourceType) return [];
    const path = `${place}.request.url`;
    return [
      issue(
        "value",
        "request-type",
        `${path} was expected to name the type of its resource, found another.`,
        path,
        TRANSACTION,
      ),
    ];
  });
}

function uniqueIdentities(entries: readonly BundleEntry[]): readonly Issue[] {
  const seen = new Set<string>();
  return entries.flatMap(({ request, resource }, index) => {
    const place = entryPath(index);
    const keys = (resource ? identifiersOf(resource) : [])
      .filter(({ value }) => value !== undefined)
      .map(({ system = "", value = "" }) => `${resource?.resourceType ?? ""} ${system}|${value}`);
    const isUrlOnce = request?.method === "POST" && request.ifNoneExist === undefined;
    if (request && !isUrlOnce) keys.push(`${request.method} ${request.url} ${request.ifNoneExist ?? ""}`);
    const isRepeated = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    if (!isRepeated) return [];
    return [
      issue(
        "duplicate",
        "identity-repeated",
        `${place} was expected to have an identity of its own, found one that an earlier entry has.`,
        place,
        TRANSACTION,
      ),
    ];
  });
}

/** One case is one patient: every subject and patient of the bundle is the same. */
function oneSubject(entries: readonly BundleEntry[]): readonly Issue[] {
  let first: string | undefined;
  return entries.flatMap(({ resource }, index) => {
    const { subject, patient } = (resource ?? {}) as Record<string, { reference?: string } | undefined>;
    const [element, reference] = subject?.reference ? ["subject", subject.reference] : ["patient", patient?.reference];
    if (reference === undefined) return [];
    first ??= reference;
    if (reference === first) return [];
    const path = `${entryPath(index)}.resource.${element}`;
    return [
      issue(
        "business-rule",
        "subject-differs",
        `${path} was expected to be the one subject of the bundle, found another.`,
        path,
        BUNDLE,
      ),
    ];
  });
}
