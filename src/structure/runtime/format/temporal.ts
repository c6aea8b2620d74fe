import { isDigits, type Format } from "./format.ts";

const DATE = "a date of the calendar as YYYY, YYYY-MM or YYYY-MM-DD";
const TIME = "a time as hh:mm:ss, from 00:00:00 to 23:59:60, with an optional fraction";
const ZONE = "a time zone as Z or ±hh:mm, at most 14:00 from UTC";
const DAY = 10;

/** A year, month or day of the real calendar. https://hl7.org/fhir/R4/datatypes.html#date */
export const checkDate: Format = (text) => (isDate(text, text.length) ? undefined : DATE);

/**
 * A date, or a date with a time and its zone; seconds are required, 24:00 is not allowed.
 *
 * https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
export const checkDateTime: Format = (text) => (text.length <= DAY ? checkDate(text) : checkInstant(text));

/** A whole day with a time to the second at least, and a zone. https://hl7.org/fhir/R4/datatypes.html#instant */
export const checkInstant: Format = (text) => {
  if (text.length <= DAY) return "a date with a time and its zone";
  if (!isDate(text, DAY) || text.charCodeAt(DAY) !== 84 /* T */) return `${DATE}, with T before a time`;
  const end = timeEnd(text, DAY + 1);
  if (end < 0) return TIME;
  return isZone(text, end) ? undefined : ZONE;
};

/** A time of day without a zone. https://hl7.org/fhir/R4/datatypes.html#time */
export const checkTime: Format = (text) => (timeEnd(text, 0) === text.length ? undefined : `${TIME}, without a zone`);

function isDate(text: string, end: number): boolean {
  if ((end !== 4 && end !== 7 && end !== DAY) || !isDigits(text, 0, 4)) return false;
  const year = pair(text, 0) * 100 + pair(text, 2);
  if (year === 0) return false;
  if (end === 4) return true;
  if (text.charCodeAt(4) !== 45 || !isDigits(text, 5, 7)) return false;
  const month = pair(text, 5);
  if (month < 1 || month > 12) return false;
  if (end === 7) return true;
  if (text.charCodeAt(7) !== 45 || !isDigits(text, 8, DAY)) return false;
  const day = pair(text, 8);
  return day >= 1 && day <= daysOf(year, month);
}

/** The index after the time that starts here; -1 where there is none. */
function timeEnd(text: string, start: number): number {
  const hour = start + 2;
  const minute = start + 5;
  const second = start + 8;
  if (!isDigits(text, start, hour) || !isDigits(text, start + 3, minute) || !isDigits(text, start + 6, second))
    return -1;
  if (text.charCodeAt(hour) !== 58 || text.charCodeAt(minute) !== 58) return -1;
  if (pair(text, start) > 23 || pair(text, start + 3) > 59 || pair(text, start + 6) > 60) return -1;
  if (text.charCodeAt(second) !== 46 /* . */) return second;
  let end = second + 1;
  while (isDigits(text, end, end + 1)) end++;
  return end > second + 1 ? end : -1;
}

function isZone(text: string, start: number): boolean {
  const sign = text.charCodeAt(start);
  if (sign === 90 /* Z */) return text.length === start + 1;
  if ((sign !== 43 && sign !== 45) || text.length !== start + 6 || text.charCodeAt(start + 3) !== 58) return false;
  if (!isDigits(text, start + 1, start + 3) || !isDigits(text, start + 4, start + 6)) return false;
  const hours = pair(text, start + 1);
  const minutes = pair(text, start + 4);
  return hours <= 13 ? minutes <= 59 : hours === 14 && minutes === 0;
}

/** The number of two digits. */
function pair(text: string, start: number): number {
  return (text.charCodeAt(start) - 48) * 10 + text.charCodeAt(start + 1) - 48;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
