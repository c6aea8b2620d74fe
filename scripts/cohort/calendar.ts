import type { Random } from "./random.ts";

/** A time on the wall of the hospital, in minutes since 1970-01-01 00:00 there. */
export type WallMinutes = number;

export const HOUR = 60;
export const DAY = 24 * HOUR;

/** The hospital keeps UTC+8 all the year. */
const OFFSET = "+08:00";

/** Midnight of a day of the calendar. */
export function midnight(year: number, month: number, day: number): WallMinutes {
  return Date.UTC(year, month - 1, day) / 60_000;
}

/** The time as a FHIR instant, such as `2009-05-14T09:10:00+08:00`. */
export function toInstant(at: WallMinutes): string {
  return `${iso(at).slice(0, 19)}${OFFSET}`;
}

/** The day of the time, such as `2009-05-14`. */
export function toDate(at: WallMinutes): string {
  return iso(at).slice(0, 10);
}

/** The month of the time, such as `2009-05`. */
export function toMonth(at: WallMinutes): string {
  return iso(at).slice(0, 7);
}

/** The month that lies so many months before the time. */
export function monthsBefore(at: WallMinutes, months: number): string {
  const date = new Date(at * 60_000);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months)).toISOString().slice(0, 7);
}

/** Different weekdays from the first to the last day of the study, in order, both ends among them. */
export function drawWeekdays(count: number, first: WallMinutes, last: WallMinutes, random: Random): WallMinutes[] {
  const days = Array.from({ length: (last - first) / DAY + 1 }, (_, index) => first + index * DAY);
  const between = days.slice(1, -1).filter((at) => ![0, 6].includes(new Date(at * 60_000).getUTCDay()));
  const drawn = random.shuffle(between).slice(0, count - 2);
  return [first, ...drawn, last].sort((a, b) => a - b);
}

/**
 * The month of birth of somebody who has this age on the day of the session. The month of the session itself is
 * avoided, since there the age would depend on the day.
 */
export function birthMonth(at: WallMinutes, ageYears: number, random: Random): string {
  return monthsBefore(at, ageYears * 12 + random.integer(1, 11));
}

function iso(at: WallMinutes): string {
  return new Date(at * 60_000).toISOString();
}
