import { readFileSync } from "node:fs";
import { processCase } from "../../../src/pipeline.ts";
import { COHORT, mustPass } from "../cases.ts";
import { countTypes } from "../server/stored.ts";

/** The cohort under names of its own, so that it stands apart from all else that a server holds. */
export interface CohortPart {
  readonly lines: readonly string[];
  /** How many resources of each type it becomes. */
  readonly types: ReadonlyMap<string, number>;
}

interface CaseDocument {
  readonly caseId: string;
  readonly patient: { readonly identifiers: readonly { readonly system: string }[] };
  readonly session: object;
}

/** @param every of the cohort's cases only each n-th is taken */
export function cohortPart(name: string, every: number): CohortPart {
  const documents = readFileSync(COHORT, "utf8")
    .trimEnd()
    .split("\n")
    .filter((_, at) => at % every === 0)
    .map((line) => renamed(JSON.parse(line) as CaseDocument, name));
  const lines = documents.map((document) => JSON.stringify(document));
  const parts = new Map<string, string>();
  for (const line of lines) {
    const { bundle } = mustPass(name, processCase(Buffer.from(line)));
    for (const { fullUrl = "", resource } of bundle.entry ?? [])
      parts.set(fullUrl, `${resource?.resourceType ?? ""}/x`);
  }
  return { lines, types: countTypes(parts.values()) };
}

function renamed(document: CaseDocument, name: string): CaseDocument {
  const { caseId, patient } = document;
  const identifiers = patient.identifiers.map((one) => ({ ...one, system: `${one.system}/${name}` }));
  return { ...document, caseId: `${name}-${caseId}`, patient: { ...patient, identifiers } };
}

/** The number of a case. */
export function caseIdOf(line: string): string {
  return (JSON.parse(line) as CaseDocument).caseId;
}

/** The same case in another room. */
export function revised(line: string): string {
  const document = JSON.parse(line) as CaseDocument;
  return JSON.stringify({ ...document, session: { ...document.session, room: "Room of the revision" } });
}
