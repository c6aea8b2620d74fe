import { each } from "./list.ts";
import type { Rule } from "./rule.ts";
import { wholeNumberAt } from "./whole-number.ts";

/** The study's scale, which counts where a case names none. */
const DEFAULT_SCALE = "1-10";

/** A VAS score lies within its scale, whose bounds are its name. */
export const vasRange: Rule = {
  id: "case/vas-range",
  code: "value",
  check({ assessments }, report) {
    for (const [index, { painVas }] of each(assessments).entries()) {
      if (painVas?.score === undefined) continue;
      const scale = painVas.scale ?? DEFAULT_SCALE;
      const from = wholeNumberAt(scale, 0);
      const to = wholeNumberAt(scale, scale.indexOf("-") + 1);
      if (painVas.score >= from && painVas.score <= to) continue;
      report(
        `/assessments/${index}/painVas/score`,
        `Expected a score from ${from} to ${to} on the scale ${scale}, found one outside.`,
      );
    }
  },
};
