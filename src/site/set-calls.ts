import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Bundle, Resource } from "@medplum/fhirtypes";
import { locate, validateCase } from "../case/index.ts";
import {
  explainCase,
  originsOfCase,
  projectIssues,
  toOriginProvenance,
  type OriginatedCase,
  type Question,
} from "../explain/index.ts";
import {
  certify,
  extractCases,
  isAt,
  readLosses,
  type Certificate,
  type ExtractedCase,
  type Loss,
} from "../extraction/index.ts";
import { parseExactly, type Issue, type Result } from "../fhir/index.ts";
import { printJson } from "../json/index.ts";
import { createInputPlaces, mapCase } from "../mapping/index.ts";
import { processCase, withdrawCase, type ProcessedCase } from "../pipeline.ts";
import { checkProfiles, checkResource, createProfileChecker, type ProfileChecker } from "../profile/index.ts";
import { packageFile } from "../system/index.ts";
import type { SiteExample } from "./site-folder.ts";
import { siteIssue } from "./site-issue.ts";
import { DEFINITIONS_FILE, EXAMPLES_FILE, LOSSES_FILE, SET_FILE, type SiteSet } from "./site-set.ts";
import { openSourceForm, type SourceForm } from "./source-form.ts";
import { throughForm, type ReceivedDocument } from "./through-form.ts";

/** What a caller knows beyond the bytes, as it goes to another thread. */
export interface CallOptions {
  readonly caseSystem?: string;
  readonly line?: number;
  /** The bundle of the version before, as JSON. */
  readonly previous?: string;
}

/** A processed case whose bundle is JSON, so that decimals keep their digits from thread to thread. */
export type ProcessedText = Omit<ProcessedCase, "bundle"> & { readonly bundle: string };

/** What a set makes of a case in our form, whatever the site's form is. */
export interface ProbeAnswer {
  /** The mapped bundle as JSON, where there is one. */
  readonly bundle?: string;
  /** Why the case would be refused. */
  readonly refusals: readonly Issue[];
}

/** An explanation, and the same as Provenance, both as JSON. */
export interface ExplainedText {
  readonly explanation: string;
  readonly provenance: string;
}

/** The certificate of a case, and its number. */
export type CaseCertificate = Certificate & { readonly caseId: string };

/** What a set's thread answers. Everything in and out can be copied from thread to thread. */
export interface SetCalls {
  process(bytes: Uint8Array, options: CallOptions): Result<ProcessedText>;
  withdraw(previous: string, withdrawnAt: string): Result<string>;
  check(resource: string, profiles: readonly string[]): readonly Issue[];
  extract(inputs: readonly string[]): Result<string>;
  certify(bytes: Uint8Array, options: CallOptions): Result<CaseCertificate>;
  /** Where everything that a case becomes comes from, through both maps where there are two. */
  explain(bytes: Uint8Array, question: Question, options: CallOptions): Result<ExplainedText>;
  /** Issues of the bundle `options.previous`, with the fields of the document behind them; `ids` as of `Judged`. */
  project(
    issues: readonly Issue[],
    bytes: Uint8Array,
    options: CallOptions,
    ids: readonly (readonly [string, number])[],
  ): readonly Issue[];
  probe(bytes: Uint8Array): ProbeAnswer;
  /** What keeps the site's own examples from coming back whole. */
  tryExamples(): readonly Issue[];
}

/** Opens a set, or without a folder what the build has, in this thread. */
export async function openSetCalls(folder: string | undefined): Promise<SetCalls> {
  const read = (file: string) => (folder === undefined ? undefined : readFileSync(join(folder, file), "utf8"));
  const set = JSON.parse(read(SET_FILE) ?? "null") as SiteSet | null;
  const { checkProfiles: check, checkResource: checkOne } = openChecker(folder, set);
  const losses = readLosses(read(LOSSES_FILE) ?? readFileSync(packageFile("mappings/losses.json"), "utf8"));
  const form = set?.sourceForm && folder !== undefined ? await openSourceForm(folder, set.sourceForm.entry) : undefined;

  /** Reads a document in the site's form, where it has one, and goes on with the case that it says. */
  function asCase<T>(
    bytes: Uint8Array,
    options: CallOptions,
    next: (bytes: Uint8Array, line?: number) => Result<T>,
  ): Result<T> {
    if (form === undefined) return next(bytes, options.line);
    const read = form.toCase(bytes, options);
    if (!read.ok) return read;
    const made = next(read.value);
    if (made.ok) return made.warnings ? { ...made, warnings: form.project(bytes, made.warnings, options) } : made;
    return { ok: false, issues: form.project(bytes, made.issues, options) };
  }

  const intake = ({ caseSystem, previous }: CallOptions, line: number | undefined) => ({
    ...(caseSystem !== undefined && { caseSystem }),
    ...(line !== undefined && { line }),
    ...(previous !== undefined && { previous: parseExactly(previous) as Bundle }),
  });

  /** The case that a document says with the origins of its bundle, through both maps where there are two. */
  const originate = (bytes: Uint8Array, options: CallOptions): Result<OriginatedCase> =>
    asCase(bytes, options, (document, line) => {
      const { previous, ...rest } = intake(options, line);
      const made = originsOfCase(document, rest, previous);
      if (!made.ok || form === undefined) return made;
      return { ok: true, value: throughForm(made.value, documentOf(form, bytes, options)) };
    });

  const calls: SetCalls = {
    process: (bytes, options) =>
      asCase(bytes, options, (document, line) => {
        const made = processCase(document, intake(options, line), check);
        return made.ok ? { ...made, value: { ...made.value, bundle: printJson(made.value.bundle) } } : made;
      }),
    withdraw(previous, withdrawnAt) {
      const made = withdrawCase(parseExactly(previous) as Bundle, withdrawnAt, check);
      return made.ok ? { ...made, value: printJson(made.value) } : made;
    },
    check: (resource, profiles) => checkOne(JSON.parse(resource) as Resource, profiles),
    extract(inputs) {
      const made: Result<readonly ExtractedCase[]> = extractCases(inputs.map(parseExactly));
      return made.ok ? { ...made, value: JSON.stringify(made.value) } : made;
    },
    certify: (bytes, options) =>
      asCase(bytes, options, (document, line): Result<CaseCertificate> => {
        const valid = validateCase(document, intake(options, line));
        if (!valid.ok) return valid;
        const made = certify(valid.value, losses);
        return made.ok ? { ...made, value: { caseId: valid.value.document.caseId, ...made.value } } : made;
      }),
    explain(bytes, question, options) {
      const asked = originate(bytes, options);
      if (!asked.ok) return asked;
      const explained = explainCase(asked.value, question);
      if (!explained.ok) return explained;
      const provenance = printJson(toOriginProvenance(explained.value, asked.value));
      return { ok: true, value: { explanation: printJson(explained.value), provenance } };
    },
    project(issues, bytes, options, ids) {
      const asked = originate(bytes, options);
      if (!asked.ok) return issues;
      const { bundle, origins } = asked.value;
      return projectIssues(issues, { bundle, origins, ids: new Map(ids) });
    },
    probe(bytes) {
      const valid = validateCase(bytes);
      const mapped = valid.ok ? mapCase(valid.value) : valid;
      if (!mapped.ok) return { refusals: mapped.issues };
      const bundle = printJson(mapped.value);
      const checked = check(mapped.value);
      return { bundle, refusals: checked.ok ? [] : checked.issues };
    },
    tryExamples() {
      const examples = JSON.parse(read(EXAMPLES_FILE) ?? "[]") as readonly SiteExample[];
      return examples.flatMap(({ name, text }) =>
        tryExample({ calls, form, losses }, name, new TextEncoder().encode(text)),
      );
    },
  };
  return calls;
}

function documentOf(form: SourceForm, bytes: Uint8Array, { line }: CallOptions): ReceivedDocument {
  const { received, trace } = form.trace(bytes);
  const places = locate(bytes);
  return { received, trace, place: createInputPlaces(received, (pointer) => places.get(pointer), line) };
}

interface Trial {
  readonly calls: SetCalls;
  readonly form: SourceForm | undefined;
  readonly losses: readonly Loss[];
}

/** An example must be accepted, and come back whole but for what the set agreed to lose. */
function tryExample({ calls, form, losses }: Trial, name: string, bytes: Uint8Array): readonly Issue[] {
  const made = calls.process(bytes, {});
  if (!made.ok) {
    const place = ({ path }: Issue) => (path === undefined ? "" : `${path}: `);
    return made.issues.map((issue) => ({ ...issue, message: `${place(issue)}${issue.message}`, path: name }));
  }
  const certificate = calls.certify(bytes, {});
  if (!certificate.ok) return certificate.issues.map((issue) => ({ ...issue, path: name }));
  const unread = form?.trace(bytes).trace.unread ?? [];
  const lost = unread.filter((pointer) => !losses.some((loss) => loss.kind === "unread" && isAt(loss, pointer)));
  return [...lost.map((pointer) => unreadIssue(pointer, name)), ...differencesOf(certificate.value, name)];
}

function unreadIssue(pointer: string, name: string): Issue {
  const message = `A rule that reads ${pointer} of the document was expected, or losses.json to say why there is none.`;
  return { ...siteIssue("unread", "incomplete", message, name), pointer };
}

function differencesOf({ differences }: Certificate, name: string): readonly Issue[] {
  return differences
    .filter(({ reason }) => reason === undefined)
    .map(({ pointer }) => {
      const message = `The way back was expected to give ${pointer} of the case again, or losses.json to say why not.`;
      return { ...siteIssue("round-trip", "incomplete", message, name), pointer };
    });
}

function openChecker(folder: string | undefined, set: SiteSet | null): ProfileChecker {
  if (folder === undefined || set === null) return { checkProfiles, checkResource };
  const definitions = JSON.parse(readFileSync(join(folder, DEFINITIONS_FILE), "utf8")) as readonly Resource[];
  if (definitions.length === 0) return { checkProfiles, checkResource };
  const load = createRequire(import.meta.url);
  const module = (file: string) => load(join(folder, file)) as Record<string, unknown>;
  const hasChecks = Object.keys(set.checks).length > 0;
  const invariants = hasChecks ? module("profiles/invariants.js")["invariants"] : {};
  type Compiled = NonNullable<NonNullable<Parameters<typeof createProfileChecker>[1]>["compiled"]>;
  return createProfileChecker(definitions, {
    extending: new Map(Object.entries(set.extending)),
    compiled: {
      invariants: invariants as Compiled["invariants"],
      structure(url) {
        const file = Object.hasOwn(set.checks, url) ? set.checks[url] : undefined;
        return file === undefined ? undefined : (module(file)["link"] as ReturnType<Compiled["structure"]>);
      },
    },
  });
}
