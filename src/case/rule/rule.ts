import type { IssueCode } from "../../fhir/index.ts";
import type { CaseDraft } from "../draft.ts";

/**
 * Says that a place breaks the rule.
 *
 * @param pointer JSON pointer to the value at fault, or to the object that lacks one
 * @param message what was expected, then what was found, without a value out of the case
 * @param code    FHIR's issue code where it is not the rule's usual one
 */
export type Report = (pointer: string, message: string, code?: IssueCode) => void;

/** One rule across fields. It reads a draft, so that it can judge what is there when other parts are wrong. */
export interface Rule {
  /** `case/<name>`, stable, listed in docs/issues.md. */
  readonly id: string;
  /** FHIR's issue code of most of its issues. */
  readonly code: IssueCode;
  readonly check: (draft: CaseDraft, report: Report) => void;
}
