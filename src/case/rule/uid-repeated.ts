import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A DICOM UID names one thing: no study, series or instance has that of another. */
export const uidRepeated: Rule = {
  id: "case/uid-repeated",
  code: "duplicate",
  check({ imaging }, report) {
    const seen = new Set<string>();
    const check = (uid: string | undefined, pointer: string): void => {
      if (uid === undefined) return;
      if (seen.has(uid)) report(pointer, "Expected a UID of its own, found one that stands elsewhere in the case.");
      seen.add(uid);
    };
    for (const [index, { studyUid, series }] of each(imaging).entries()) {
      check(studyUid, `/imaging/${index}/studyUid`);
      for (const [number, { uid, instances }] of each(series).entries()) {
        check(uid, `/imaging/${index}/series/${number}/uid`);
        for (const [inner, instance] of each(instances).entries()) {
          check(instance.uid, `/imaging/${index}/series/${number}/instances/${inner}/uid`);
        }
      }
    }
  },
};
