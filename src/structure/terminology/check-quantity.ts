import type { CodeCheck } from "./code-check.ts";
import { createCodingCheck } from "./check-coding.ts";
import type { CodingRules } from "./coding-rules.ts";
import type { Demand } from "./demand.ts";

/**
 * The check of a Quantity by its system and code. That a code needs a system is an invariant of Quantity already (qty-3).
 * https://hl7.org/fhir/R4/datatypes.html#Quantity
 */
export function createQuantityCheck(demands: readonly Demand[], rules: CodingRules): CodeCheck {
  return createCodingCheck(demands, {
    ...rules,
    isPlain: (unit) => unit.system === undefined || rules.isPlain(unit),
    report: (unit, path, add, language) => unit.system !== undefined && rules.report(unit, path, add, language),
  });
}
