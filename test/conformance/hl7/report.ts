import { code, markdownTable } from "../../../scripts/mapping-docs/markdown.ts";
import type { Ledger } from "../ledger.ts";
import { percent, type AreaFigures, type Outcome } from "./compare.ts";

/** Heading of the section that this run writes. */
export const SECTION = "HL7's validator suite";

const INTRODUCTION = `Written by \`npm run conformance:hl7\` from \`hl7-validator.ndjson\`: cases of HL7's validator test suite for R4, in JSON and
offline, each a world of its own with the profiles and terminology that it brings. They are put to \`kypho validate --protocol ndjson\`. A case agrees
when both or neither report an issue of severity error or fatal. The area \`core\` is what an adapter needs; QuestionnaireResponses
against their Questionnaires and the rules of conformance resources are modules of their own, which this project does not have.`;

/** The section as Markdown: figures with their denominators, then every disagreement with its reason. */
export function hl7Section(
  sha256: string,
  areas: readonly AreaFigures[],
  outcomes: readonly Outcome[],
  ledger: Ledger,
): string {
  const rows = areas.map(({ area, total, agree, missed, falseAlarms, crashes }) => [
    code(area),
    `${agree} of ${total} (${percent(agree, total)} %)`,
    String(missed),
    String(falseAlarms),
    String(crashes),
  ]);
  const disagreements = outcomes
    .filter(({ verdict }) => verdict !== "agrees")
    .map(({ hl7Case: { id, area }, verdict }) => {
      const otherwise = area === "core" ? "not explained yet" : "a rule of that module";
      return [code(id), area, verdict, ledger[id] ?? otherwise];
    });
  return [
    INTRODUCTION,
    `SHA-256 of the file: \`${sha256}\`.`,
    markdownTable(["Area", "Agreement", "Missed", "False alarms", "Crashes"], rows),
    "Disagreements:",
    markdownTable(["Case", "Area", "What happened", "Why"], disagreements),
  ].join("\n\n");
}

/** One disagreement for the terminal, with what we said where we should have been silent. */
export function describeOutcome({ hl7Case, verdict, answer }: Outcome): string {
  const errors = (answer?.issues ?? []).filter(({ severity }) => severity === "error" || severity === "fatal");
  const said = errors.slice(0, 4).map(({ rule, text, expression }) => {
    return `\n      ${rule ?? ""} ${String(expression ?? "")}: ${text ?? ""}`;
  });
  const why = verdict === "crash" ? `\n      ${answer?.error ?? "no answer"}` : said.join("");
  return `  ${verdict}: ${hl7Case.area} ${hl7Case.id} [${hl7Case.features.join(", ")}]${why}`;
}
