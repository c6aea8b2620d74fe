import type { Bundle } from "@medplum/fhirtypes";
import type { ValidateCaseOptions } from "./case/index.ts";
import { originsOfCase, type OriginatedCase } from "./explain/index.ts";
import * as extraction from "./extraction/index.ts";
import type { Result } from "./fhir/index.ts";
import { copyJson } from "./json/index.ts";
import { processCase, type IntakeOptions, type ProcessedCase } from "./pipeline.ts";

/*
 * What leaves the library. Results share their constants, with each other and with the next ones, so that they are made and
 * printed once; whoever is given one may change it, so it is copied first.
 */

/** As `processCase`; the bundle is the caller's own. */
export function mapCase(bytes: Uint8Array, options?: IntakeOptions): Result<ProcessedCase> {
  return mapValue(processCase(bytes, options), (made) => ({ ...made, bundle: copyJson(made.bundle) }));
}

/** As `originsOfCase`; the bundle is the caller's own. */
export function traceCase(bytes: Uint8Array, options?: ValidateCaseOptions, version?: Bundle): Result<OriginatedCase> {
  return mapValue(originsOfCase(bytes, options, version), (made) => ({ ...made, bundle: copyJson(made.bundle) }));
}

/** As `extractCase` of the extraction; the document is the caller's own. */
export function extractCase(input: unknown): Result<extraction.ExtractedCase> {
  return mapValue(extraction.extractCase(input), ownDocument);
}

/** As `extractCases` of the extraction; the documents are the caller's own. */
export function extractCases(inputs: readonly unknown[]): Result<readonly extraction.ExtractedCase[]> {
  return mapValue(extraction.extractCases(inputs), (cases) => cases.map(ownDocument));
}

function ownDocument(extracted: extraction.ExtractedCase): extraction.ExtractedCase {
  return { ...extracted, document: copyJson(extracted.document) };
}

function mapValue<T>(result: Result<T>, change: (value: T) => T): Result<T> {
  return result.ok ? { ...result, value: change(result.value) } : result;
}
