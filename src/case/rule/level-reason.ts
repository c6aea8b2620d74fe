import { isTreated } from "../level.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A level that was not treated says why, and one that was completed has no such reason. */
export const levelReason: Rule = {
  id: "case/level-reason",
  code: "required",
  check({ levels }, report) {
    for (const [index, level] of each(levels).entries()) {
      const { statusReason, statusReasonText } = level;
      if (!isTreated(level) && statusReason === undefined && statusReasonText === undefined) {
        report(
          `/levels/${index}`,
          "Expected statusReason or statusReasonText at a level that was not treated, found none.",
        );
      }
      if (level.status === "stopped" || level.status === "not-done") continue;
      const field = statusReason === undefined ? "statusReasonText" : "statusReason";
      if (level[field] === undefined) continue;
      report(
        `/levels/${index}/${field}`,
        "Expected a reason only at a level that was stopped or not treated, found one.",
        "business-rule",
      );
    }
  },
};
