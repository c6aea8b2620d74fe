import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** What a level refers to by key is in the case. */
export const keyUnknown: Rule = {
  id: "case/key-unknown",
  code: "not-found",
  check({ levels, diseases, imaging }, report) {
    for (const [index, { disease, marrowSignal }] of each(levels).entries()) {
      if (disease !== undefined && !each(diseases).some(({ key }) => key === disease)) {
        report(`/levels/${index}/disease`, "Expected the key of a disease of this case, found another one.");
      }
      const key = marrowSignal?.imaging;
      if (key !== undefined && !each(imaging).some((study) => study.key === key)) {
        report(
          `/levels/${index}/marrowSignal/imaging`,
          "Expected the key of an imaging study of this case, found another one.",
        );
      }
    }
  },
};
