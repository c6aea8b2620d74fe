import { each, findRepeats } from "./list.ts";
import type { Report, Rule } from "./rule.ts";

interface Timed {
  readonly timepoint?: string | undefined;
}

/** Assessments, and the heights and angles of a level, stand once for each time point. */
export const timepointRepeated: Rule = {
  id: "case/timepoint-repeated",
  code: "duplicate",
  check({ assessments, levels }, report) {
    checkList(assessments, "/assessments", report);
    for (const [index, level] of each(levels).entries()) {
      if (level.heights !== undefined) checkList(level.heights, `/levels/${index}/heights`, report);
      if (level.kyphosisAngles !== undefined)
        checkList(level.kyphosisAngles, `/levels/${index}/kyphosisAngles`, report);
    }
  },
};

function checkList(list: readonly Timed[] | undefined, pointer: string, report: Report): void {
  findRepeats(each(list), timepointOf, (index) => {
    report(`${pointer}/${index}/timepoint`, "Expected each time point once, found it again.");
  });
}

const timepointOf = ({ timepoint }: Timed): string | undefined => timepoint;
