/** The whole number whose digits begin at a character, 0 where none does; `Number` would be a call out of V8's own code. */
export function wholeNumberAt(text: string, start: number): number {
  let value = 0;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = 10 * value + digit;
  }
  return value;
}
