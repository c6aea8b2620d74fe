/**
 * The lexical formats that a case schema may name, as regular expressions, so that a compiled validator needs nothing
 * beside itself. Days are real calendar days, and a time always has seconds and an offset.
 *
 * @see https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
const year = "(?!0000)\\d{4}";
const leapYear = "(?!0000)(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const monthAndDay = "(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31";
const day = `(?:${year}-(?:${monthAndDay})|${leapYear}-02-29)`;
const partialDate = `(?:${year}(?:-(?:0[1-9]|1[0-2]))?|${day})`;
// A leap second is written 60 (R4 allows it), and offsets end at 14:00.
const time = "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))";

/** Format name to the whole-string expression that a value must match. */
export const FORMATS: Readonly<Record<string, RegExp>> = {
  instant: new RegExp(`^${day}T${time}$`),
  "partial-date": new RegExp(`^${partialDate}$`),
  // A time first, since most have one.
  "partial-date-time": new RegExp(`^(?:${day}T${time}|${partialDate})$`),
  // Absolute only, and none of the characters that RFC 3986 forbids: a `|` would end the system in a FHIR search.
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/,
};
