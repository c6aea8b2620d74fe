import { isBefore, isDayBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/**
 * The start of a study agrees with its phase.
 *
 * Clocks of a modality and of a room differ, so `intra` asks for the day alone, and so does `pre` while the end of the
 * session is not known: a targeting scan may start after the session did.
 */
export const imagingPhase: Rule = {
  id: "case/imaging-phase",
  code: "invariant",
  check({ session, imaging }, report) {
    const end = session?.end;
    for (const [index, { phase, start }] of each(imaging).entries()) {
      if (start === undefined) continue;
      const late = end === undefined ? isDayBefore(session?.start, start) : isBefore(end, start);
      const pointer = `/imaging/${index}/start`;
      if (phase === "pre" && late) {
        report(pointer, "Expected a study before the session to start before its end, found a later start.");
      } else if (
        phase === "intra" &&
        (isDayBefore(start, session?.start) || (end !== undefined && isDayBefore(end, start)))
      ) {
        report(pointer, "Expected a study within the session on its day, found another day.");
      } else if (phase === "post" && isBefore(start, session?.start)) {
        report(pointer, "Expected a study after the session to start after its start, found an earlier start.");
      }
    }
  },
};
