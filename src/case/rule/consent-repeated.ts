import { each, findRepeats } from "./list.ts";
import type { Rule } from "./rule.ts";

/** There is one consent of each kind. */
export const consentRepeated: Rule = {
  id: "case/consent-repeated",
  code: "duplicate",
  check({ consents }, report) {
    findRepeats(
      each(consents),
      ({ kind }) => kind,
      (index) => {
        report(`/consents/${index}/kind`, "Expected one consent of each kind, found another.");
      },
    );
  },
};
