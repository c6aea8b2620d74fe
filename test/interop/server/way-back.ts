import type { Bundle } from "@medplum/fhirtypes";
import { readFileSync } from "node:fs";
import { explainLosses, extractCases, readLosses } from "../../../src/extraction/index.ts";
import { packageFile } from "../../../src/system/index.ts";
import { mustPass, validCaseOf, type CaseDocument } from "../cases.ts";
import type { Check, Disagreement } from "../lane.ts";
import { searchPages } from "./stored.ts";

/** What was sent is extracted from what the server holds: each case as it was, but for the agreed losses. */
export async function checkWayBack(
  baseUrl: string,
  types: Iterable<string>,
  sent: readonly CaseDocument[],
): Promise<Check> {
  const losses = readLosses(readFileSync(packageFile("mappings/losses.json"), "utf8"));
  const pages: Bundle[] = [];
  for await (const page of searchPages(baseUrl, types)) pages.push(page);
  const extracted = mustPass("what the server holds", extractCases(pages));
  const found = new Map(extracted.map(({ caseSystem, caseId, document }) => [`${caseSystem} ${caseId}`, document]));
  const disagreements = sent.flatMap((one): Disagreement[] => {
    const { document } = validCaseOf(one);
    const back = found.get(`${document.caseSystem} ${document.caseId}`);
    if (back === undefined) return [{ id: one.id, how: "not found" }];
    const lost = explainLosses(document, back, losses).filter(({ loss }) => loss === undefined);
    return lost.length === 0
      ? []
      : [{ id: one.id, how: "not as it was sent", details: lost.map(({ pointer }) => pointer).join(", ") }];
  });
  return { name: "cases extracted as they were sent", total: sent.length, disagreements };
}
