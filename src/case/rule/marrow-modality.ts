import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A marrow signal is seen on MR, so the study that it names is one. */
export const marrowModality: Rule = {
  id: "case/marrow-modality",
  code: "business-rule",
  check({ levels, imaging }, report) {
    for (const [index, { marrowSignal }] of each(levels).entries()) {
      const key = marrowSignal?.imaging;
      if (key === undefined) continue;
      const study = each(imaging).find((candidate) => candidate.key === key);
      if (study?.modality === undefined || study.modality === "MR") continue;
      report(`/levels/${index}/marrowSignal/imaging`, "Expected an MR study, found a study of another modality.");
    }
  },
};
