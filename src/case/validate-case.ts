import validateSchema, { type KyphoplastyCase, type SchemaError } from "../../build/schemas/case.js";
import countFields from "../../build/schemas/fields.js";
import type { Result, Staged } from "../fhir/index.ts";
import { soundPart, type CaseDraft } from "./draft.ts";
import { findExcess } from "./excess.ts";
import { countProperties, glance } from "./glance.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES, MAX_VALUES } from "./limits.ts";
import { byPosition, limit, moveLines, tooLarge, toIssue } from "./placed-issues.ts";
import { RULES } from "./rule/index.ts";
import { readDocument, type ReadDocument } from "./read-document.ts";
import { scan } from "./scan.ts";
import { schemaFindings, type Finding } from "./schema-issues.ts";
import { withWrittenNumbers } from "./written-numbers.ts";

/**
 * A case that the schema and every rule across fields accepted. Only `validateCase` makes one.
 *
 * `document` may hold a `JSON.rawJSON` object in place of a number that JavaScript would print otherwise, so that
 * decimals keep their digits. It has `caseSystem` also where that was filled in; `bytes` are as they were sent.
 */
export type ValidCase = Staged<
  "case",
  {
    readonly document: KyphoplastyCase;
    readonly bytes: Uint8Array;
    /** No text of the document has a character that JSON escapes. */
    readonly isPlain: boolean;
  }
>;

/** What a caller knows beyond the bytes. */
export interface ValidateCaseOptions {
  /** Stands in for `caseSystem` where the document has none. */
  readonly caseSystem?: string;
  /** The line of the file on which the document begins, 1 when it is left out. */
  readonly line?: number;
}

/**
 * Reads one case document and answers with the case or with every issue at once, in the order of the document.
 *
 * It never throws, whatever the bytes. A fault of encoding or grammar, a document over 1 MB, nesting over 64, more than
 * 40,000 values or 1000 fields in an object ends it at once; all other issues are collected together, up to 1000. No
 * message holds a value out of the case.
 */
export function validateCase(bytes: Uint8Array, options: ValidateCaseOptions = {}): Result<ValidCase> {
  if (bytes.length > MAX_DOCUMENT_BYTES) return { ok: false, issues: [tooLarge(options)] };
  const parsed = parseClean(bytes);
  if (parsed === undefined) return validateExactly(bytes, options);
  const document = withCaseSystem(parsed.document, options);
  if (countFields(document) !== parsed.keys + (document === parsed.document ? 0 : 1)) {
    // A key that is repeated was counted twice in the bytes and is there once.
    if (countProperties(parsed.document) !== parsed.keys) return validateExactly(bytes, options);
    if (!validateSchema(document)) return refuseClean(bytes, document, errorsOf(validateSchema), options);
  }
  if (breaksRules(document as CaseDraft)) return refuseClean(bytes, document, [], options);
  return { ok: true, value: { document, bytes, isPlain: isPlain(parsed.text, options) } as ValidCase };
}

/** A document that escapes nothing holds nothing to escape, and neither may what is filled in. */
function isPlain(text: string, { caseSystem }: ValidateCaseOptions): boolean {
  return !text.includes("\\") && (caseSystem === undefined || JSON.stringify(caseSystem) === `"${caseSystem}"`);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A document up to here is parsed in no time, however many values are in it; the exact pass counts them then. */
const SMALL_BYTES = 20_000;

interface Parsed {
  readonly document: unknown;
  readonly text: string;
  /** How many keys the bytes have. */
  readonly keys: number;
}

/** The document, when a glance can vouch for it; undefined when it needs the exact pass. */
function parseClean(bytes: Uint8Array): Parsed | undefined {
  if (bytes.length > SMALL_BYTES && findExcess(bytes, MAX_VALUES) !== undefined) return undefined;
  const keys = glance(bytes);
  if (keys < 0) return undefined;
  try {
    const text = decoder.decode(bytes);
    return { document: JSON.parse(text) as unknown, text, keys };
  } catch {
    // The exact pass says what is wrong, and where.
    return undefined;
  }
}

/** The way of a document that needs care: one exact pass over the bytes, then all checks. */
function validateExactly(bytes: Uint8Array, options: ValidateCaseOptions): Result<ValidCase> {
  const read = readDocument(bytes);
  if (!read.complete) return { ok: false, issues: moveLines(read.faults, options) };
  const document = withCaseSystem(read.document, options);
  const errors = validateSchema(document) ? [] : errorsOf(validateSchema);
  if (errors.length > 0 || read.faultCount > 0 || breaksRules(document as KyphoplastyCase)) {
    return refuse(read, document, errors, options);
  }
  const { text, places, hasWrittenNumbers } = read;
  const written = hasWrittenNumbers ? withWrittenNumbers(read.document, places) : read.document;
  const valid = { document: withCaseSystem(written, options), bytes, isPlain: isPlain(text, options) };
  return { ok: true, value: valid as ValidCase };
}

/** ajv's list is the validator's own until its next call. */
function errorsOf({ errors }: typeof validateSchema): readonly SchemaError[] {
  return errors ?? [];
}

/** As `refuse`, of a document that a glance vouched for. */
function refuseClean(
  bytes: Uint8Array,
  document: unknown,
  errors: readonly SchemaError[],
  options: ValidateCaseOptions,
): Result<ValidCase> {
  const { complete, places } = scan(bytes);
  // A glance does not measure names.
  return complete
    ? refuse({ places, faults: [], faultCount: 0 }, document, errors, options)
    : validateExactly(bytes, options);
}

/** Every issue of a document that is parsed, at its place, in the order of the document. */
function refuse(
  { places, faults, faultCount }: Pick<ReadDocument, "places" | "faults" | "faultCount">,
  document: unknown,
  errors: readonly SchemaError[],
  options: ValidateCaseOptions,
): Result<ValidCase> {
  const { findings, count } = findAll(document, errors);
  // The schema knows no __proto__ either, but it has been told by then.
  const told = new Set(faults.filter(({ rule }) => rule === "case/forbidden-key").map(({ pointer }) => pointer));
  const placed = findings
    .filter((finding) => finding.rule !== "case/unknown-field" || !told.has(finding.pointer))
    .map((finding) => toIssue(finding, places));
  const issues = [...faults, ...placed].sort(byPosition);
  return { ok: false, issues: moveLines(limit(issues, faultCount + count), options) };
}

/** Findings, as many as can be listed, and how many there are; where the schema alone has more, the rules are not asked. */
function findAll(
  document: unknown,
  errors: readonly SchemaError[],
): { readonly findings: readonly Finding[]; readonly count: number } {
  if (errors.length > MAX_ISSUES) {
    return { findings: schemaFindings(document, errors.slice(0, MAX_ISSUES)), count: errors.length };
  }
  const draft = errors.length === 0 ? (document as CaseDraft) : soundPart(document, errors);
  const findings = [...schemaFindings(document, errors), ...ruleFindings(draft)];
  return { findings: findings.slice(0, MAX_ISSUES), count: findings.length };
}

function ruleFindings(draft: CaseDraft): Finding[] {
  const findings: Finding[] = [];
  for (const { id, code, check } of RULES) {
    check(draft, (pointer, message, otherCode) => {
      findings.push({ rule: id, code: otherCode ?? code, pointer, message });
    });
  }
  return findings;
}

function breaksRules(draft: CaseDraft): boolean {
  let broken = false;
  const report = (): void => {
    broken = true;
  };
  for (const rule of RULES) rule.check(draft, report);
  return broken;
}

function withCaseSystem(document: unknown, { caseSystem }: ValidateCaseOptions): unknown {
  if (caseSystem === undefined || typeof document !== "object" || document === null) return document;
  if (Array.isArray(document) || Object.hasOwn(document, "caseSystem")) return document;
  return { ...document, caseSystem };
}
