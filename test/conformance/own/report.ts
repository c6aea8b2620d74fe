import type { Issue } from "../../../src/fhir/index.ts";
import { markdownTable } from "../../../scripts/mapping-docs/markdown.ts";
import type { Mutant } from "./corpus.ts";
import type { Judgement } from "./judge.ts";

/** One mutant with what was said of it. */
export interface Judged {
  readonly mutant: Mutant;
  readonly issues: readonly Issue[];
  readonly judgement: Judgement;
}

/** Heading of the section that this run writes. */
export const OWN_SECTION = "Our own profiles";

const INTRODUCTION = `Written by \`npm run conformance:own\`. The generator in \`test/conformance/own\` changes one thing at a time in a right
resource, for every element of every profile, and derives from the snapshot alone whether that breaks a rule. A breaking
change counts as found when an error stands at the element, or at its parent where the element is missing or too many.`;

/** The section as Markdown: the right resources, then the mutants by kind. */
export function ownSection(rightCount: number, refusedCount: number, judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.map(({ mutant }) => mutant.kind))].sort();
  const rows = [...kinds, undefined].map((kind) => {
    const some = judged.filter(({ mutant }) => kind === undefined || mutant.kind === kind);
    const count = (judgement: Judgement) => some.filter((one) => one.judgement === judgement).length;
    const breaking = some.filter(({ mutant }) => mutant.expect === "error").length;
    const found = some.filter(({ mutant, judgement }) => mutant.expect === "error" && judgement === "right").length;
    return [
      kind ?? "**all**",
      `${found} of ${breaking}`,
      String(count("missed") + count("crash")),
      String(count("elsewhere")),
      `${count("false alarm")} of ${some.length - breaking}`,
    ];
  });
  return [
    INTRODUCTION,
    `Without an error: ${rightCount - refusedCount} of ${rightCount} (the valid examples and the mapped cohort).`,
    markdownTable(["Change", "Breaking, found at the element", "Missed", "Elsewhere", "Harmless, refused"], rows),
  ].join("\n\n");
}
