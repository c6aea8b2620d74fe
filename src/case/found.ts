/** What a byte begins, in words that hold nothing of the case. */
const FOUND: Readonly<Record<string, string>> = {
  "{": "an opening brace",
  "}": "a closing brace",
  "[": "an opening bracket",
  "]": "a closing bracket",
  ",": "a comma",
  ":": "a colon",
  '"': "a double quote",
  "'": "a single quote",
  "/": "a slash (JSON knows no comments)",
  "#": "a number sign (JSON knows no comments)",
  "-": "a minus sign",
  "+": "a plus sign",
  ".": "a point",
};

/** Names what stands at a place where something else was expected. */
export function describeFound(bytes: Uint8Array, at: number): string {
  const byte = bytes[at];
  if (byte === undefined) return "the end of the document";
  const character = String.fromCharCode(byte);
  if (byte >= 0x80) return "a character that is not ASCII";
  if (byte === 0x0a || byte === 0x0d) return "a line break";
  if (byte < 0x20 || byte === 0x7f) return "a control character";
  if (/[0-9]/.test(character)) return "a digit";
  if (/[A-Za-z]/.test(character)) return "a bare word";
  return FOUND[character] ?? "a punctuation mark";
}
