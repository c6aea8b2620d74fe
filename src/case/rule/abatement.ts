import { isBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** Only a resolved complication has an end, and not before its onset. */
export const abatement: Rule = {
  id: "case/abatement",
  code: "invariant",
  check({ complications }, report) {
    for (const [index, item] of each(complications?.items).entries()) {
      if (item.abatement === undefined) continue;
      const pointer = `/complications/items/${index}/abatement`;
      if (item.clinicalStatus === "active")
        report(pointer, "Expected no abatement of an active complication, found one.");
      if (isBefore(item.abatement, item.onset)) {
        report(pointer, "Expected an abatement that is not before the onset, found an earlier one.");
      }
    }
  },
};
