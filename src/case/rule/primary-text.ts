import { each } from "./list.ts";
import type { Rule } from "./rule.ts";

/** Only a metastasis has a primary tumour elsewhere. */
export const primaryText: Rule = {
  id: "case/primary-text",
  code: "business-rule",
  check({ diseases }, report) {
    for (const [index, disease] of each(diseases).entries()) {
      if (disease.primaryText === undefined || disease.kind === undefined || disease.kind === "metastasis") continue;
      report(`/diseases/${index}/primaryText`, "Expected a primary tumour only of a metastasis, found one.");
    }
  },
};
