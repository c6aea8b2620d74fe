import { each } from "./list.ts";
import type { Report, Rule } from "./rule.ts";

/** Where a code says only "other", words say what. */
export const otherText: Rule = {
  id: "case/other-text",
  code: "required",
  check(draft, report) {
    checkList(draft.diseases, "/diseases", report);
    checkList(draft.priorTreatments, "/priorTreatments", report);
    checkList(draft.aftercare, "/aftercare", report);
    for (const [index, level] of each(draft.levels).entries()) {
      const pointer = `/levels/${index}`;
      const { cement } = level;
      check(level.cause, level.causeText, pointer, "causeText", report);
      check(level.statusReason, level.statusReasonText, pointer, "statusReasonText", report);
      check(cement?.material, cement?.materialText, `${pointer}/cement`, "materialText", report);
      check(cement?.distribution, cement?.distributionText, `${pointer}/cement`, "distributionText", report);
      for (const [site, { action, actionText }] of each(level.leakage?.sites).entries()) {
        check(action, actionText, `${pointer}/leakage/sites/${site}`, "actionText", report);
      }
    }
    for (const [index, { kind, product }] of each(draft.devices).entries()) {
      check(kind, product, `/devices/${index}`, "product", report);
    }
    for (const [index, complication] of each(draft.complications?.items).entries()) {
      const pointer = `/complications/items/${index}`;
      check(complication.kind, complication.text, pointer, "text", report);
      checkList(complication.managements, `${pointer}/managements`, report);
    }
  },
};

interface Described {
  readonly kind?: string | undefined;
  readonly text?: string | undefined;
}

function checkList(list: readonly Described[] | undefined, pointer: string, report: Report): void {
  for (const [index, { kind, text }] of each(list).entries()) {
    if (kind === "other" && text === undefined) check(kind, text, `${pointer}/${index}`, "text", report);
  }
}

function check(code: string | undefined, text: unknown, pointer: string, field: string, report: Report): void {
  if (code === "other" && text === undefined) report(pointer, `Expected ${field} beside the code other, found none.`);
}
