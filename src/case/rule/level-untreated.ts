import { isTreated } from "../level.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

const TREATMENT_FIELDS = ["start", "end", "durationMinutes", "access", "punctures", "cement", "leakage"] as const;

/** A level that was not treated holds nothing that only a treatment leaves behind. */
export const levelUntreated: Rule = {
  id: "case/level-untreated",
  code: "business-rule",
  check({ levels }, report) {
    for (const [index, level] of each(levels).entries()) {
      if (isTreated(level)) continue;
      for (const field of TREATMENT_FIELDS) {
        if (level[field] === undefined) continue;
        report(`/levels/${index}/${field}`, `Expected no ${field} at a level that was not treated, found it.`);
      }
    }
  },
};
