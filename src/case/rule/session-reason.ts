import type { Rule } from "./rule.ts";

/** Only a stopped session says why it was stopped. */
export const sessionReason: Rule = {
  id: "case/session-reason",
  code: "business-rule",
  check({ status, statusReasonText }, report) {
    if (statusReasonText === undefined || status === "stopped") return;
    report("/statusReasonText", "Expected a reason only in a session that was stopped, found one.");
  },
};
