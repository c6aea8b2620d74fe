import type { Resource } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateCase, type ValidCase } from "../../src/case/index.ts";
import type { Issue, Result } from "../../src/fhir/index.ts";
import { packageFile } from "../../src/system/index.ts";

/** A case document as it is written in examples/. */
export interface CaseDocument {
  /** The file, and the line in the cohort. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The package that other FHIR tools load. */
export const FHIR_PACKAGE = packageFile("build/package/kypho-fhir.tgz");

/** The study's cohort, one case a line. */
export const COHORT = packageFile("examples/cohort.ndjson");

/** Every example and the whole cohort. */
export function readCaseDocuments(): readonly CaseDocument[] {
  const folder = packageFile("examples");
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ id: name, bytes: readFileSync(join(folder, name)) }));
  const lines = readFileSync(COHORT, "utf8").trimEnd().split("\n");
  return [...examples, ...lines.map((line, at) => ({ id: `cohort.ndjson:${at + 1}`, bytes: Buffer.from(line) }))];
}

/** @param every of the cohort's cases only each n-th is taken */
export function readCohort(every: number): readonly CaseDocument[] {
  return readCaseDocuments()
    .filter(({ id }) => id.startsWith("cohort.ndjson:"))
    .filter((_, at) => at % every === 0);
}

/** The case in a document of examples/. @throws Error when it is refused: then nothing after it can be compared */
export function validCaseOf({ id, bytes }: CaseDocument): ValidCase {
  return mustPass(id, validateCase(bytes));
}

/** What a stage made. @throws Error when it refused */
export function mustPass<T>(id: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${id} is refused: ${result.issues.map(describeIssue).join("; ")}`);
}

function describeIssue({ rule, path, pointer }: Issue): string {
  return `${rule} at ${path ?? pointer ?? "the whole"}`;
}

/** Resources of a folder, by file name. */
export function readResources(folder: string): ReadonlyMap<string, Resource> {
  const names = readdirSync(packageFile(folder)).filter((name) => name.endsWith(".json") && !/^expect/.test(name));
  return new Map(
    names.map((name) => [name, JSON.parse(readFileSync(packageFile(join(folder, name)), "utf8")) as Resource]),
  );
}
