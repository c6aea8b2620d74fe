import { createRequire } from "node:module";
import type { Issue, Result } from "../fhir/index.ts";
import { findUnplaced } from "./find-unplaced.ts";
import { gatherCases } from "./gather.ts";

/** A case, as far as resources tell it. */
export interface ExtractedCase {
  readonly caseSystem: string;
  readonly caseId: string;
  /** The case document. Whether it is a valid case is for `validateCase` to say: a server may hold less than was sent. */
  readonly document: object;
  /** What the resources say that has no place in a case: one warning for each element. */
  readonly unplaced: readonly Issue[];
}

/**
 * Rebuilds the cases that resources were made of.
 *
 * @param inputs parsed resources or Bundles of any type and order, from the adapter or from servers; decimals that must keep
 *   their digits are `JSON.rawJSON` objects
 * @returns the cases in the order of their sessions, with a warning for each resource of no case; or why there is none
 */
export function extractCases(inputs: readonly unknown[]): Result<readonly ExtractedCase[]> {
  const { cases, others } = gatherCases(inputs);
  if (cases.length === 0) return { ok: false, issues: [NO_SESSION] };
  const issues: Issue[] = [];
  const value: ExtractedCase[] = [];
  for (const { caseSystem, caseId, bundle } of cases) {
    const made = runExtraction(bundle);
    if (made.ok) value.push({ caseSystem, caseId, document: made.value, unplaced: findUnplaced(bundle, made.value) });
    else issues.push(...made.issues);
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value, ...(others.length > 0 && { warnings: others.map(foreign) }) };
}

type InverseMap = typeof import("../../build/maps/extraction.js");

let inverseMap: InverseMap | undefined;

/** Runs the inverse map, which the first call loads, over the gathered resources of one case. */
export function runExtraction(bundle: object): Result<object> {
  const issues: Issue[] = [];
  inverseMap ??= createRequire(import.meta.url)("../../build/maps/extraction.js") as InverseMap;
  const document = inverseMap.extraction(bundle, { references: [], issues });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: document };
}

const NO_SESSION: Issue = {
  severity: "error",
  code: "not-found",
  rule: "extraction/no-session",
  message: "The Procedure of a kyphoplasty session was expected, with its identifier; found none.",
};

function foreign(path: string): Issue {
  const message = "A resource of a kyphoplasty case was expected, found one that belongs to none.";
  return { severity: "warning", code: "informational", rule: "extraction/other-resource", message, path };
}
