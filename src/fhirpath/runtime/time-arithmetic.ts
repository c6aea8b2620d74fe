import { num } from "./decimal.ts";
import type { QuantityValue } from "./quantity.ts";

const pattern = /^(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:T?(\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** Milliseconds of the units whose length is fixed. */
const LENGTHS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  s: 1_000,
  millisecond: 1,
  ms: 1,
};

/**
 * `+` and `-` of a date, dateTime or time and a quantity of time, which keep the precision of the date.
 *
 * "For partial dates the operation is performed by converting the time-based quantity to the highest precision in the
 * partial": years of 12 months, months of 30 days. A day that the month lacks becomes its last. Units are the calendar's
 * words, and UCUM's `s` and `ms`. https://hl7.org/fhirpath/N1/#datetime-arithmetic
 */
export function addTime(
  value: string | null | undefined,
  quantity: QuantityValue | null | undefined,
  sign: 1 | -1,
): string | undefined {
  const unit = quantity?.code === undefined ? quantity?.unit : quantity.code;
  if (value == null || quantity?.value == null || unit === undefined) return undefined;
  const found = pattern.exec(/^\d\d:/.test(value) ? `T${value}` : value);
  if (found === null) return undefined;
  const amount = sign * num(quantity.value);
  if (found[1] === undefined) return addToTime(found, amount, unit);
  return unit === "year" || unit === "month"
    ? addMonths(found, unit === "year" ? Math.trunc(amount) * 12 : Math.trunc(amount))
    : addLength(found, amount, unit);
}

const two = (field: number) => String(field).padStart(2, "0");

/** A time of day goes round at midnight. */
function addToTime(found: RegExpExecArray, amount: number, unit: string): string | undefined {
  const length = LENGTHS[unit];
  if (length === undefined || unit === "week" || unit === "day") return undefined;
  const fields: readonly (string | undefined)[] = found.slice(4, 7);
  const [hour = 0, minute = 0, second = 0] = fields.map((field) => Number(field ?? 0));
  const start = new Date(Date.UTC(2000, 0, 1, hour, minute, second, Number(`0${found[7] ?? ""}`) * 1000));
  return timeText(new Date(start.getTime() + amount * length), found);
}

function addMonths(found: RegExpExecArray, months: number): string | undefined {
  const [, year, month, day] = found;
  const whole = month === undefined ? Math.trunc(months / 12) * 12 : months;
  const count = Number(year) * 12 + Number(month ?? 1) - 1 + whole;
  const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
  if (newYear < 1 || newYear > 9999) return undefined;
  const date = String(newYear).padStart(4, "0") + (month === undefined ? "" : `-${two(newMonth)}`);
  if (day === undefined) return date;
  const last = new Date(Date.UTC(newYear, newMonth, 0)).getUTCDate();
  return `${date}-${two(Math.min(Number(day), last))}${timeOf(found)}`;
}

/** The time of a dateTime as it is written. */
const timeOf = (found: RegExpExecArray) => /T.*$/.exec(found[0])?.[0] ?? "";

function addLength(found: RegExpExecArray, amount: number, unit: string): string | undefined {
  const length = LENGTHS[unit];
  if (length === undefined) return undefined;
  const [, year, month, day, hour] = found;
  if (day === undefined) {
    const days = Math.trunc((amount * length) / (LENGTHS["day"] ?? 1));
    return addMonths(found, month === undefined ? Math.trunc(days / 365) * 12 : Math.trunc(days / 30));
  }
  const start = new Date(0);
  start.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  start.setUTCHours(
    Number(hour ?? 0),
    Number(found[5] ?? 0),
    Number(found[6] ?? 0),
    Number(`0${found[7] ?? ""}`) * 1000,
  );
  // A date has whole days, so less than one is dropped.
  const step =
    hour === undefined
      ? Math.trunc((amount * length) / (LENGTHS["day"] ?? 1)) * (LENGTHS["day"] ?? 1)
      : amount * length;
  const end = new Date(start.getTime() + step);
  const newYear = end.getUTCFullYear();
  if (Number.isNaN(newYear) || newYear < 1 || newYear > 9999) return undefined;
  const date = `${String(newYear).padStart(4, "0")}-${two(end.getUTCMonth() + 1)}-${two(end.getUTCDate())}`;
  return hour === undefined ? date : `${date}T${timeText(end, found)}${found[8] ?? ""}`;
}

/** The fields of a time that the other one has. */
function timeText(time: Date, found: RegExpExecArray): string {
  const fields = [two(time.getUTCHours())];
  if (found[5] !== undefined) fields.push(two(time.getUTCMinutes()));
  if (found[6] === undefined) return fields.join(":");
  const milliseconds = time.getUTCMilliseconds();
  const fraction = found[7] !== undefined || milliseconds > 0 ? `.${String(milliseconds).padStart(3, "0")}` : "";
  return `${fields.join(":")}:${two(time.getUTCSeconds())}${fraction}`;
}
