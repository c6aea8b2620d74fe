import { isConstant } from "../../json/index.ts";
import type { CodeCheck } from "./code-check.ts";
import { isCoding, reportsNothing } from "./check-coding.ts";
import { isOnlyExtended, membersOf } from "./coding-in-demand.ts";
import type { CodingRules, CodingValue } from "./coding-rules.ts";
import { demandIssue, needsCode, type Demand } from "./demand.ts";

/** The check of a CodeableConcept: one of its codings meets each demand. https://hl7.org/fhir/R4/terminologies.html#binding */
export function createCodeableConceptCheck(demands: readonly Demand[], rules: CodingRules): CodeCheck {
  const asked = demands.map((demand) => ({ demand, isMember: membersOf(demand, rules) }));
  const isMet = (isMember: (typeof asked)[number]["isMember"], codings: readonly CodingValue[]): boolean => {
    for (let at = 0; at < codings.length; at++) if (isMember(codings[at] as CodingValue) !== false) return true;
    return false;
  };
  const report: CodeCheck["report"] = (value, path, add, language) => {
    if (!isConcept(value)) return;
    const codings = codingsOf(value);
    const unknown = codings.filter((coding, index) => rules.report(coding, `${path}.coding[${index}]`, add, language));
    const isCoded = codings.some(({ code }) => code !== undefined);
    for (const { demand, isMember } of asked) {
      if (isMet(isMember, codings)) continue;
      if (!needsCode(demand) && (!isCoded || unknown.length > 0)) continue;
      if (!isCoded && isOnlyExtended(value)) continue;
      add(demandIssue(demand, codings, path));
    }
  };
  // Constants that are plain and meet every demand.
  const kept = new WeakSet();
  const isPlain = (value: Concept): boolean => {
    const codings = codingsOf(value);
    let isKept = false;
    for (let at = 0; at < codings.length; at++) {
      const coding = codings[at] as CodingValue;
      if (kept.has(coding)) isKept = true;
      else if (!rules.isPlain(coding)) return false;
    }
    if (isKept) return true;
    for (const { isMember } of asked) if (!isMet(isMember, codings)) return false;
    const only = codings.length === 1 ? codings[0] : undefined;
    if (only !== undefined && isConstant(only)) kept.add(only);
    return true;
  };
  return { isClean: (value) => !isConcept(value) || isPlain(value) || reportsNothing(report, value), report };
}

interface Concept {
  readonly coding?: unknown;
}

function isConcept(value: unknown): value is Concept {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NO_CODINGS: readonly CodingValue[] = [];

/** The codings; what is none is left to the check of its type. */
function codingsOf({ coding }: Concept): readonly CodingValue[] {
  return areCodings(coding) ? coding : NO_CODINGS;
}

function areCodings(value: unknown): value is readonly CodingValue[] {
  if (!Array.isArray(value)) return false;
  for (let at = 0; at < value.length; at++) if (!isCoding(value[at])) return false;
  return true;
}
