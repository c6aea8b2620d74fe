import type { Rule } from "./rule.ts";

const GIVEN_FIELDS = ["daysBefore", "start", "end", "doseValue"] as const;

/** A prophylaxis that was not given has no days and no dose. */
export const prophylaxisGiven: Rule = {
  id: "case/prophylaxis-given",
  code: "business-rule",
  check({ antibioticProphylaxis }, report) {
    if (antibioticProphylaxis?.given !== false) return;
    for (const field of GIVEN_FIELDS) {
      if (antibioticProphylaxis[field] === undefined) continue;
      report(`/antibioticProphylaxis/${field}`, `Expected no ${field} of a prophylaxis that was not given, found it.`);
    }
  },
};
