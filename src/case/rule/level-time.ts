import { isBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A level is treated within the session. */
export const levelTime: Rule = {
  id: "case/level-time",
  code: "invariant",
  check({ session, levels }, report) {
    for (const [index, level] of each(levels).entries()) {
      for (const field of ["start", "end"] as const) {
        const time = level[field];
        if (!isBefore(time, session?.start) && !isBefore(session?.end, time)) continue;
        report(`/levels/${index}/${field}`, "Expected a time within the session, found one outside.");
      }
    }
  },
};
