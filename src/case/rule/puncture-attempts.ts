import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** More than one attempt means that the first did not succeed; a single one that did not means that the level stopped. */
export const punctureAttempts: Rule = {
  id: "case/puncture-attempts",
  code: "invariant",
  check({ levels }, report) {
    for (const [index, { status, punctures }] of each(levels).entries()) {
      for (const [puncture, { attempts, firstAttemptSuccessful }] of each(punctures).entries()) {
        if (attempts === undefined || firstAttemptSuccessful === undefined) continue;
        const at = `/levels/${index}/punctures/${puncture}/firstAttemptSuccessful`;
        if (attempts > 1 && firstAttemptSuccessful) {
          report(at, "Expected false beside more than one attempt, found true.");
        }
        if (attempts === 1 && !firstAttemptSuccessful && status !== "stopped") {
          report(at, "Expected true beside a single attempt at a level that was not stopped, found false.");
        }
      }
    }
  },
};
