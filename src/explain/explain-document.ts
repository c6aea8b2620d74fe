import type { Bundle } from "@medplum/fhirtypes";
import type { ValidateCaseOptions } from "../case/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { explainCase, type Explanation, type Question } from "./explain-case.ts";
import { toOriginProvenance } from "./origin-provenance.ts";
import { originsOfCase } from "./origins-of-case.ts";

/** What a caller knows of a document beyond its bytes. */
export interface ExplainOptions extends ValidateCaseOptions {
  /** The bundle that the document is stored with, where it follows an earlier version. */
  readonly version?: Bundle;
}

/** An explanation, and the same as Provenance. */
export interface Explained {
  readonly explanation: Explanation;
  readonly provenance: Bundle;
}

/**
 * Explains a document by the maps of the build.
 *
 * @returns every issue of the document, or the one of the question
 */
export function explainDocument(
  bytes: Uint8Array,
  question: Question,
  { version, ...options }: ExplainOptions = {},
): Result<Explained> {
  const traced = originsOfCase(bytes, options, version);
  if (!traced.ok) return traced;
  const explained = explainCase(traced.value, question);
  if (!explained.ok) return explained;
  const provenance = toOriginProvenance(explained.value, traced.value);
  return { ok: true, value: { explanation: explained.value, provenance } };
}

/** Whether an issue is one of the question, and not of the document that it is about. */
export function isOfQuestion({ rule }: Issue): boolean {
  return rule.startsWith("explain/");
}
