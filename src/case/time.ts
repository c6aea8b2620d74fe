/** `YYYY-MM-DDThh:mm`, as far as two times with the same offset can be compared as text. */
const DATE_LENGTH = 10;

/**
 * Compares two FHIR dates or times as far as both are known: negative when `a` is earlier, 0 when they are the same
 * instant, and undefined when their precision leaves it open, as for 2009 and 2009-03.
 *
 * A date has no zone, so it is compared with the calendar day that a time names in its own offset.
 *
 * @see http://hl7.org/fhirpath/N1/#datetime-equality
 */
export function compareTimes(a: string, b: string): number | undefined {
  if (a.length > DATE_LENGTH && b.length > DATE_LENGTH) return instantOf(a) - instantOf(b);
  return compareDays(a, b);
}

/** Compares the calendar days alone, each in its own offset; undefined when both may be the same day. */
export function compareDays(a: string, b: string): number | undefined {
  const length = Math.min(a.length, b.length, DATE_LENGTH);
  const [first, second] = [a.slice(0, length), b.slice(0, length)];
  if (first === second) return undefined;
  return first < second ? -1 : 1;
}

/** Whether `a` is surely before `b`; false when either is missing or their precision leaves it open. */
export function isBefore(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.length === b.length && a.length > 19 && a.slice(19) === b.slice(19)) return a < b;
  return (compareTimes(a, b) ?? 0) < 0;
}

/** Whether the day of `a` is surely before the day of `b`. */
export function isDayBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (compareDays(a, b) ?? 0) < 0;
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|([+-])(\d\d):(\d\d))$/;

/** Milliseconds since 1970; a leap second, which `Date` cannot read, counts as the second after it. */
function instantOf(time: string): number {
  const parts = TIME.exec(time);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, sign, offsetHours = "0", offsetMinutes = "0"] = parts;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute));
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === "-" ? -1 : 1);
  return date.getTime() + Number(second) * 1000 - offset * 60_000;
}
