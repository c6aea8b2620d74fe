import { each, findRepeats } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A site of leakage is listed once a level. */
export const leakageRepeated: Rule = {
  id: "case/leakage-repeated",
  code: "duplicate",
  check({ levels }, report) {
    for (const [index, { leakage }] of each(levels).entries()) {
      if (leakage?.sites === undefined) continue;
      findRepeats(
        leakage.sites,
        ({ site }) => site,
        (inner) => {
          report(`/levels/${index}/leakage/sites/${inner}/site`, "Expected each site once a level, found it again.");
        },
      );
    }
  },
};
