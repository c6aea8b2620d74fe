import { readFileSync } from "node:fs";
import { join } from "node:path";

const template = JSON.parse(readFileSync(join(import.meta.dirname, "../../examples/typical.json"), "utf8")) as {
  readonly caseId: string;
  readonly patient: { readonly identifiers: readonly { readonly value: string }[] };
};
const text = JSON.stringify(template);
const number = template.patient.identifiers[0]?.value ?? "";

/** The typical case under another number and of another patient, as one line. */
export function typicalCase(name: string): string {
  return text.replace(`"${template.caseId}"`, `"${name}"`).replace(`"${number}"`, `"${name}"`);
}
