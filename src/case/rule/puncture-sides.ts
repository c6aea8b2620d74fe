import { each, findRepeats } from "./list.ts";
import type { Rule } from "./rule.ts";

/** A side is punctured once a level; a unilateral access has at most one side, a bilateral one has both. */
export const punctureSides: Rule = {
  id: "case/puncture-sides",
  code: "invariant",
  check({ levels }, report) {
    for (const [index, { access, punctures }] of each(levels).entries()) {
      const list = each(punctures);
      const at = `/levels/${index}`;
      findRepeats(list, sideOf, (puncture) => {
        report(`${at}/punctures/${puncture}/side`, "Expected each side once a level, found it again.", "duplicate");
      });
      if (access === "unilateral" && list.length > 1) {
        report(`${at}/access`, `Expected one puncture at a unilateral access, found ${list.length}.`);
      }
      if (access === "bilateral" && !(list.some(isLeft) && list.some(isRight))) {
        report(`${at}/access`, "Expected a left and a right puncture at a bilateral access, found fewer.");
      }
    }
  },
};

type WithSide = { readonly side?: "left" | "right" | undefined };

const sideOf = ({ side }: WithSide): string | undefined => side;
const isLeft = ({ side }: WithSide): boolean => side === "left";
const isRight = ({ side }: WithSide): boolean => side === "right";
