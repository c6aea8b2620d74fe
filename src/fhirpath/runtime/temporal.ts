/** Fields of a date, dateTime or time, from the largest; seconds with their fraction are one field. */
const pattern =
  /^(?:(\d{4})(?:-(\d\d)(?:-(\d\d))?)?)?(?:T?(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A moment to the second: two with the same zone are in the order of their texts. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;
const SECONDS_END = 19;
const isMoment = (text: string): boolean => moment.test(text);

interface Moment {
  readonly fields: readonly (number | undefined)[];
  readonly zone: number | undefined;
}

function read(value: string): Moment | undefined {
  const found = /^\d\d:/.test(value) ? pattern.exec(`T${value}`) : pattern.exec(value);
  if (found === null) return undefined;
  const fields = (found.slice(1, 7) as (string | undefined)[]).map((field) =>
    field === undefined ? undefined : Number(field),
  );
  return { fields, zone: zoneMinutes(found[7]) };
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith("-") ? -minutes : minutes;
}

/**
 * Order of two dates, dateTimes or times; undefined where precision or a missing zone leaves it open.
 *
 * Fields are compared from the largest; where one value ends and the other goes on, nothing is known
 * (https://hl7.org/fhirpath/N1/#datetime-equality). Two values with zones and a time are compared in UTC.
 */
export function compareTimes(a: string, b: string): number | undefined {
  if (isMoment(a) && isMoment(b) && a.endsWith(b.slice(SECONDS_END))) return a < b ? -1 : a > b ? 1 : 0;
  let left = read(a);
  let right = read(b);
  if (left === undefined || right === undefined) return a === b ? 0 : undefined;
  if (
    (left.zone === undefined) !== (right.zone === undefined) &&
    left.fields[3] !== undefined &&
    right.fields[3] !== undefined
  )
    return undefined;
  if (left.zone !== right.zone) {
    left = inUtc(left);
    right = inUtc(right);
  }
  for (let index = 0; index < 6; index++) {
    const x = left.fields[index];
    const y = right.fields[index];
    if (x === undefined && y === undefined) continue;
    if (x === undefined || y === undefined) return undefined;
    if (x !== y) return x - y;
  }
  return 0;
}

/** Says whether two dates or times go down to the same field. */
export function isSamePrecision(a: string, b: string): boolean {
  const [left, right] = [read(a), read(b)];
  if (left === undefined || right === undefined) return a === b;
  return left.fields.every((field, index) => (field === undefined) === (right.fields[index] === undefined));
}

function inUtc({ fields, zone }: Moment): Moment {
  const [year, month, day, hour, minute = 0, second] = fields;
  if (zone === undefined || year === undefined || month === undefined || day === undefined || hour === undefined)
    return { fields, zone };
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute - zone);
  return {
    fields: [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), second],
    zone,
  };
}
