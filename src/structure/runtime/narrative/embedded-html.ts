/**
 * Whether a string or markdown holds what a browser would take for a tag: `<` before a letter, `/` or `!`.
 *
 * R4 allows it, so it is refused only where a caller asks for strict content.
 * https://hl7.org/fhir/R4/security.html#narrative
 */
export function hasHtmlTag(text: string): boolean {
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    const next = text.charCodeAt(at + 1);
    const letter = next | 32;
    if ((letter >= 97 && letter <= 122) || next === 47 || next === 33) return true;
  }
  return false;
}
