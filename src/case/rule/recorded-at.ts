import { isBefore } from "../time.ts";
import type { Rule } from "./rule.ts";

/** A case is recorded once its session has begun. */
export const recordedAt: Rule = {
  id: "case/recorded-at",
  code: "invariant",
  check(draft, report) {
    if (!isBefore(draft.recordedAt, draft.session?.start)) return;
    report("/recordedAt", "Expected a time that is not before the start of the session, found an earlier one.");
  },
};
