import type { CaseDraft } from "../draft.ts";
import { each, findRepeats } from "./list.ts";
import type { Report, Rule } from "./rule.ts";

interface Keyed {
  readonly key?: string | undefined;
}

/** A key stands once in its kind; findings and managements are each one kind across the whole case. */
export const keyRepeated: Rule = {
  id: "case/key-repeated",
  code: "duplicate",
  check(draft, report) {
    checkList(draft.diseases, "/diseases", report);
    checkList(draft.priorTreatments, "/priorTreatments", report);
    checkList(draft.anaesthesia?.drugs, "/anaesthesia/drugs", report);
    checkList(draft.imaging, "/imaging", report);
    checkList(draft.devices, "/devices", report);
    checkList(draft.complications?.items, "/complications/items", report);
    checkList(draft.aftercare, "/aftercare", report);
    checkList(draft.measurements, "/measurements", report);
    checkNested(draft.imaging, "/imaging", findingsOf, "findings", report);
    checkNested(draft.complications?.items, "/complications/items", managementsOf, "managements", report);
  },
};

const MESSAGE = "Expected each key once in its kind, found it again.";

function checkList(list: readonly Keyed[] | undefined, pointer: string, report: Report): void {
  findRepeats(each(list), keyOf, (index) => {
    report(`${pointer}/${index}/key`, MESSAGE);
  });
}

/** Checks lists that stand in the entries of another list, as if they were one. */
function checkNested<Outer>(
  outer: readonly Outer[] | undefined,
  pointer: string,
  innerOf: (entry: Outer) => readonly Keyed[] | undefined,
  field: string,
  report: Report,
): void {
  if (outer === undefined || !outer.some((entry) => innerOf(entry) !== undefined)) return;
  const all = outer.flatMap((entry, index) =>
    each(innerOf(entry)).map(({ key }, inner) => ({ key, at: `${pointer}/${index}/${field}/${inner}/key` })),
  );
  findRepeats(all, keyOf, (index) => {
    report(all[index]?.at ?? pointer, MESSAGE);
  });
}

const keyOf = ({ key }: Keyed): string | undefined => key;
const findingsOf = ({ findings }: NonNullable<CaseDraft["imaging"]>[number]): readonly Keyed[] | undefined => findings;

type ComplicationDraft = NonNullable<NonNullable<CaseDraft["complications"]>["items"]>[number];
const managementsOf = ({ managements }: ComplicationDraft): readonly Keyed[] | undefined => managements;
