import { countedFigures } from "./counted-figures.ts";
import { COLUMN_NAMES, type Figure } from "./figure.ts";
import type { CohortCase } from "./read-cohort.ts";
import { scoreFigures } from "./score-figures.ts";

const INTRODUCTION = `# The cohort of the study, rebuilt

\`examples/cohort.ndjson\` holds 86 synthetic cases with 106 treated vertebral bodies, one case document a line. No line
is a patient of the study: the generator (\`node scripts/cohort.ts\`, which also writes this page) draws them from a seed
so that together they have the study's figures. The same seed gives the same bytes.

Counts are exact. A mean counts as reached within ±0.01 and a standard deviation (SD, of a sample, n − 1) within ±0.05,
and a share when it rounds to the printed one. Pain (VAS) is scored in half points from 1 to 10, since no whole numbers of
56 patients have a mean that prints as 8.51; activity (1 to 4) and analgesic use (1 to 3) are whole numbers. Nobody is
worse after the session than before. Relief is complete at a VAS of 1, none where the VAS fell by less than one point,
else partial.
`;

const METHOD = `## How "cannot be reached" is shown

For the whole-number scales, the generator lists every way in which so many patients can have the scores, keeps those
whose mean is within ±0.01 (or, where there are none, those nearest to it), and takes among these the SD nearest to the
printed one. What the list lacks does not exist. For the total column it combines all that the groups are left with.
Where the groups and the total disagree, the groups count. The SD of the VAS of all patients is bounded by arithmetic:
the groups' SDs may be 0.05 beyond the printed ones and no more.

The mean counts before the SD. So the osteoporosis group has one patient who is as bedridden after the session as before
(activity 4), which brings the SD of its activity as near to the printed one as any scores can, and one of two patients
without relief.
`;

/** The page that compares the cohort with the study, figure by figure. */
export function toPage(cases: readonly CohortCase[]): string {
  const figures = [...countedFigures(cases), ...scoreFigures(cases)];
  const missed = figures.filter(({ isReachable }) => !isReachable);
  const summary = `${figures.length - missed.length} of ${figures.length} figures are reached; these ${missed.length} cannot be:`;
  return [
    INTRODUCTION,
    `## What cannot be reached\n\n${summary}\n`,
    `${toTable(missed)}\n`,
    METHOD,
    "## Figure by figure\n",
    `${toTable(figures)}\n`,
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

/** A Markdown table whose columns are as wide as their widest cell, as the formatter wants it. */
function toTable(figures: readonly Figure[]): string {
  const head = ["figure", "group", "printed", "in the cohort", "reachable", "why"];
  const rows = figures.map(({ name, column, printed, inCohort, isReachable, why }) => [
    name,
    COLUMN_NAMES[column],
    printed,
    inCohort,
    isReachable ? "yes" : "no",
    why,
  ]);
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
