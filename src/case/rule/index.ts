/**
 * The rules across fields of a case, in the order in which they run. In goes a draft of the case, out come reports of
 * places that break a rule; each rule is one file. The types and values of single fields are the schema's business.
 */
import { abatement } from "./abatement.ts";
import { age } from "./age.ts";
import { assessedList } from "./assessed-list.ts";
import { assessmentTime } from "./assessment-time.ts";
import { consentRepeated } from "./consent-repeated.ts";
import { imagingPhase } from "./imaging-phase.ts";
import { keyRepeated } from "./key-repeated.ts";
import { keyUnknown } from "./key-unknown.ts";
import { leakageRepeated } from "./leakage-repeated.ts";
import { levelReason } from "./level-reason.ts";
import { levelRepeated } from "./level-repeated.ts";
import { levelTime } from "./level-time.ts";
import { levelTreated } from "./level-treated.ts";
import { levelUnknown } from "./level-unknown.ts";
import { levelUntreated } from "./level-untreated.ts";
import { marrowModality } from "./marrow-modality.ts";
import { otherText } from "./other-text.ts";
import { periodOrder } from "./period-order.ts";
import { primaryText } from "./primary-text.ts";
import { prophylaxisGiven } from "./prophylaxis-given.ts";
import { punctureAttempts } from "./puncture-attempts.ts";
import { punctureSides } from "./puncture-sides.ts";
import { recordedAt } from "./recorded-at.ts";
import type { Rule } from "./rule.ts";
import { seriesCount } from "./series-count.ts";
import { sessionReason } from "./session-reason.ts";
import { timepointRepeated } from "./timepoint-repeated.ts";
import { uidRepeated } from "./uid-repeated.ts";
import { vasRange } from "./vas-range.ts";

export type { Report, Rule } from "./rule.ts";

/** Every rule, once. */
export const RULES: readonly Rule[] = [
  sessionReason,
  recordedAt,
  age,
  consentRepeated,
  keyRepeated,
  primaryText,
  prophylaxisGiven,
  periodOrder,
  levelRepeated,
  levelTreated,
  levelReason,
  levelUntreated,
  levelTime,
  keyUnknown,
  marrowModality,
  punctureSides,
  punctureAttempts,
  assessedList,
  leakageRepeated,
  timepointRepeated,
  assessmentTime,
  vasRange,
  imagingPhase,
  uidRepeated,
  seriesCount,
  abatement,
  levelUnknown,
  otherText,
];
