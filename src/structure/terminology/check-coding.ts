import type { CodeCheck } from "./code-check.ts";
import { isOnlyExtended, membersOf } from "./coding-in-demand.ts";
import type { CodingRules, CodingValue } from "./coding-rules.ts";
import { demandIssue, needsCode, type Demand } from "./demand.ts";

/** The check of a Coding, and of what has a system and a code like one. */
export function createCodingCheck(demands: readonly Demand[], rules: CodingRules): CodeCheck {
  const asked = demands.map((demand) => ({ demand, isMember: membersOf(demand, rules) }));
  const isPlain = (coding: CodingValue): boolean => {
    if (!rules.isPlain(coding)) return false;
    for (const { isMember } of asked) if (isMember(coding) === false) return false;
    return true;
  };
  const report: CodeCheck["report"] = (coding, path, add, language) => {
    if (!isCoding(coding)) return;
    const isUnknown = rules.report(coding, path, add, language);
    for (const { demand, isMember } of asked) {
      if (isMember(coding) !== false) continue;
      if (!needsCode(demand) && (isUnknown || coding.code === undefined)) continue;
      if (coding.code === undefined && isOnlyExtended(coding)) continue;
      add(demandIssue(demand, [coding], path));
    }
  };
  return { isClean: (value) => !isCoding(value) || isPlain(value) || reportsNothing(report, value), report };
}

/** Anything else is left to the check of its type. */
export function isCoding(value: unknown): value is CodingValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The closer look, where the quick one was not sure. */
export function reportsNothing(report: CodeCheck["report"], value: unknown): boolean {
  let isClean = true;
  report(value, "", () => (isClean = false));
  return isClean;
}
