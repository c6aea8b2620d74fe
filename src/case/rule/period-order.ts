import { isBefore } from "../time.ts";
import { each } from "./list.ts";
import type { Report, Rule } from "./rule.ts";

interface Period {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** Nothing ends before it starts, as far as both are known. */
export const periodOrder: Rule = {
  id: "case/period-order",
  code: "invariant",
  check({ session, antibioticProphylaxis, levels, priorTreatments, aftercare }, report) {
    checkPeriod(session, "/session", report);
    checkPeriod(antibioticProphylaxis, "/antibioticProphylaxis", report);
    checkPeriods(priorTreatments, "/priorTreatments", report);
    checkPeriods(levels, "/levels", report);
    checkPeriods(aftercare, "/aftercare", report);
  },
};

function checkPeriods(periods: readonly Period[] | undefined, pointer: string, report: Report): void {
  for (const [index, period] of each(periods).entries()) checkPeriod(period, `${pointer}/${index}`, report);
}

function checkPeriod(period: Period | undefined, pointer: string, report: Report): void {
  if (period !== undefined && isBefore(period.end, period.start)) {
    report(`${pointer}/end`, "Expected an end that is not before its start, found an earlier one.");
  }
}
