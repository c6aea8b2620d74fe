/** Names that RFC 2606 keeps for examples, as the host of a web address. */
const EXAMPLE_HOST =
  /^https?:\/\/(?:[A-Za-z0-9.-]+\.)?(?:example\.(?:com|net|org)|[A-Za-z0-9-]+\.example|example)(?:[/:?#]|$)/i;

/** Whether an address is one of an example, which nothing in use should have. https://www.rfc-editor.org/rfc/rfc2606 */
export function isExampleUrl(text: string): boolean {
  return text.startsWith("http") && EXAMPLE_HOST.test(text);
}
