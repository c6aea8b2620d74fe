import { each } from "./list.ts";
import type { Report, Rule } from "./rule.ts";

/**
 * Nothing unasked becomes a "none": what was not looked for was not found, and what was looked for says what was
 * found, be it an empty list.
 */
export const assessedList: Rule = {
  id: "case/assessed-list",
  code: "invariant",
  check({ levels, complications }, report) {
    if (complications !== undefined) {
      checkList(complications.assessed, complications.items, "/complications", "items", report);
    }
    for (const [index, { leakage }] of each(levels).entries()) {
      if (leakage === undefined) continue;
      checkList(leakage.assessed, leakage.sites, `/levels/${index}/leakage`, "sites", report);
    }
  },
};

function checkList(
  assessed: boolean | undefined,
  list: readonly unknown[] | undefined,
  pointer: string,
  field: string,
  report: Report,
): void {
  if (assessed === true && list === undefined) {
    report(pointer, `Expected the list ${field} beside assessed true, be it empty; found none.`, "required");
  }
  if (assessed === false && list !== undefined && list.length > 0) {
    report(`${pointer}/${field}`, `Expected no ${field} beside assessed false, found ${list.length}.`);
  }
}
