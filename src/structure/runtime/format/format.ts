/**
 * A check of one primitive's lexical rules: `undefined` where the value follows them, else what was
 * expected, as a noun phrase for a message ("a day of the calendar"). It never holds the value.
 */
export type Format<Value = string> = (value: Value) => string | undefined;

/** Whether the text has decimal digits from `start` up to `end`; what lies behind its end is none. */
export function isDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (!(unit >= 48 && unit <= 57)) return false; // Behind the end it is NaN.
  }
  return start < end;
}

/** R4's white space, as XML and JSON have it: space, tab, line feed, carriage return. */
export function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 13;
}
