import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import { elementPath, findReferences, parseReference, rebasePath, type Issue, type IssueCode } from "../fhir/index.ts";

const BUNDLE = "https://hl7.org/fhir/R4/bundle.html";

/**
 * What holds of the bundle of a case beyond R4's rules, and no profile can say: every reference stays inside, and one case is one
 * patient.
 */
export function caseRules(bundle: Bundle): readonly Issue[] {
  const entries = bundle.entry ?? [];
  return [...closedReferences(entries), ...oneSubject(entries)];
}

function issue(code: IssueCode, name: string, message: string, path: string, spec: string): Issue {
  return { severity: "error", code, rule: `profile/${name}`, message, path, spec };
}

function closedReferences(entries: readonly BundleEntry[]): readonly Issue[] {
  const fullUrls = new Set(entries.map(({ fullUrl }) => fullUrl));
  return entries.flatMap(({ resource }, index) =>
    (resource ? findReferences(resource) : []).flatMap(({ reference, path }) => {
      if (fullUrls.has(reference) || parseReference(reference)?.kind === "contained") return [];
      const place = rebasePath(path, `${elementPath("Bundle", "entry", index)}.resource`);
      const message = `${place} was expected to name the fullUrl of an entry of the bundle, found none of that name.`;
      return [issue("not-found", "reference-open", message, place, `${BUNDLE}#references`)];
    }),
  );
}

/** Whether all entries speak of one patient: `caseRules` would say nothing of subjects. */
export function hasOneSubject({ entry = [] }: Bundle): boolean {
  let first: string | undefined;
  for (const { resource } of entry) {
    const reference = subjectOf(resource);
    if (reference === undefined) continue;
    first ??= reference;
    if (reference !== first) return false;
  }
  return true;
}

function subjectOf(resource: unknown): string | undefined {
  const { subject, patient } = (resource ?? {}) as Record<string, { reference?: string } | undefined>;
  return subject?.reference ? subject.reference : patient?.reference;
}

function oneSubject(entries: readonly BundleEntry[]): readonly Issue[] {
  let first: string | undefined;
  return entries.flatMap(({ resource }, index) => {
    const { subject, patient } = (resource ?? {}) as Record<string, { reference?: string } | undefined>;
    const [element, reference] = subject?.reference ? ["subject", subject.reference] : ["patient", patient?.reference];
    if (reference === undefined) return [];
    first ??= reference;
    if (reference === first) return [];
    const path = `${elementPath("Bundle", "entry", index)}.resource.${element}`;
    const message = `${path} was expected to be the one subject of the bundle, found another.`;
    return [issue("business-rule", "subject-differs", message, path, BUNDLE)];
  });
}
