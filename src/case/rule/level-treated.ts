import { isTreated } from "../level.ts";
import type { Rule } from "./rule.ts";

/** A session treated at least one level, unless it was stopped. */
export const levelTreated: Rule = {
  id: "case/level-treated",
  code: "business-rule",
  check({ status, levels }, report) {
    if (status === "stopped" || levels === undefined || levels.length === 0 || levels.some(isTreated)) return;
    report("/levels", "Expected at least one treated level in a session that was not stopped, found none.");
  },
};
