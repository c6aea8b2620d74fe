import type { CodeCheck } from "./code-check.ts";
import { demandIssue, type Demand } from "./demand.ts";
import { hasCode } from "./membership.ts";

/** The check of a primitive: its value set implies the system. Anything but a text is left to the check of its type. */
export function createCodeCheck(demands: readonly Demand[]): CodeCheck {
  const accepts = (value: string): boolean => {
    for (const { members } of demands) if (hasCode(members, value) === false) return false;
    return true;
  };
  return {
    isClean: (value) => typeof value !== "string" || accepts(value),
    report: (value, path, add) => {
      if (typeof value !== "string") return;
      for (const demand of demands) {
        if (hasCode(demand.members, value) === false) add(demandIssue(demand, [{ code: value }], path));
      }
    },
  };
}

/** The same for one list of codes, the usual case: one look-up. */
export function createListedCodeCheck(demand: Demand, codes: ReadonlySet<string>): CodeCheck {
  return {
    isClean: (value) => typeof value !== "string" || codes.has(value),
    report: (value, path, add) => {
      if (typeof value === "string" && !codes.has(value)) add(demandIssue(demand, [{ code: value }], path));
    },
  };
}
