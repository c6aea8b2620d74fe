import { isBefore, isDayBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";
import { wholeNumberAt } from "./whole-number.ts";

/**
 * Before is before: `pre` is not later than the start of the session, a later time point not earlier than its end,
 * and the times follow the time points.
 */
export const assessmentTime: Rule = {
  id: "case/assessment-time",
  code: "invariant",
  check({ session, assessments }, report) {
    const list = each(assessments);
    const over = session?.end ?? session?.start;
    for (const [index, { timepoint, at }] of list.entries()) {
      if (timepoint === undefined || at === undefined) continue;
      const pointer = `/assessments/${index}/at`;
      const rank = hoursOf(timepoint);
      if (rank < 0 && isBefore(session?.start, at)) {
        report(pointer, "Expected a time that is not after the start of the session, found a later one.");
      } else if (rank === 0 && (isDayBefore(at, session?.start) || isDayBefore(over, at))) {
        report(pointer, "Expected a day of the session, found another one.");
      } else if (rank > 0 && isBefore(at, over)) {
        report(pointer, "Expected a time that is not before the end of the session, found an earlier one.");
      } else if (list.some((other) => other.timepoint && hoursOf(other.timepoint) < rank && isBefore(at, other.at))) {
        report(pointer, "Expected a time that is not before those of earlier time points, found an earlier one.");
      }
    }
  },
};

const UNIT_HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, m: 730 };

/** Hours after the session, read off the name: `h24`, `d30`, `m6`; `pre` is below 0, and `intra` is 0. */
function hoursOf(timepoint: string): number {
  if (timepoint === "pre") return -1;
  return (UNIT_HOURS[timepoint.charAt(0)] ?? 0) * wholeNumberAt(timepoint, 1);
}
