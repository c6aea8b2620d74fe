import { isBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A level is treated within the session. */
export const levelTime: Rule = {
  id: "case/level-time",
  code: "invariant",
  check({ session, levels }, report) {
    const start = session?.start;
    // A session that ends before it starts has been told by then, and holds no time at all.
    const end = isBefore(session?.end, start) ? undefined : session?.end;
    for (const [index, level] of each(levels).entries()) {
      for (const field of ["start", "end"] as const) {
        const time = level[field];
        if (!isBefore(time, start) && !isBefore(end, time)) continue;
        report(`/levels/${index}/${field}`, "Expected a time within the session, found one outside.");
      }
    }
  },
};
