import { levelOf } from "../level.ts";
import { each, findRepeats } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A level is listed once, whatever its spelling: D12 and T12 are the same. */
export const levelRepeated: Rule = {
  id: "case/level-repeated",
  code: "duplicate",
  check({ levels }, report) {
    findRepeats(
      each(levels),
      ({ level }) => (level === undefined ? undefined : levelOf(level)),
      (index) => {
        report(`/levels/${index}/level`, "Expected each level once, found one again, perhaps in another spelling.");
      },
    );
  },
};
