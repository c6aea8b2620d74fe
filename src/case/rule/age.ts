import type { Rule } from "./rule.ts";
import { wholeNumberAt } from "./whole-number.ts";

/** The age agrees with the date of birth and the day of the session, as far as both are known. */
export const age: Rule = {
  id: "case/age",
  code: "invariant",
  check({ patient, session }, report) {
    const { ageYears, birthDate } = patient ?? {};
    if (birthDate === undefined || session?.start === undefined) return;
    const [youngest, oldest] = ageRange(birthDate, session.start.slice(0, 10));
    if (oldest < 0) {
      report("/patient/birthDate", "Expected a date of birth before the session, found a later one.");
    } else if (ageYears !== undefined && (ageYears < youngest || ageYears > oldest)) {
      report("/patient/ageYears", "Expected the age that the date of birth gives at the session, found another one.");
    }
  },
};

/** The least and the greatest age in whole years that two partial dates leave open. */
function ageRange(birth: string, day: string): [youngest: number, oldest: number] {
  const years = wholeNumberAt(day, 0) - wholeNumberAt(birth, 0);
  const length = Math.min(birth.length, day.length);
  const [born, now] = [birth.slice(5, length), day.slice(5, length)];
  if (now > born) return [years, years];
  if (now < born) return [years - 1, years - 1];
  // Equal whole dates are a birthday; equal parts leave open whether the birthday has come.
  return length === 10 ? [years, years] : [years - 1, years];
}
