import type { Code } from "../../codegen/index.ts";

/** What can put a character into a text that JSON escapes, though there is none in what it is given. */
const ESCAPING: ReadonlySet<string> = new Set(["escapeText"]);

/**
 * Whether a map makes no text with a character that JSON escapes out of a source that has none: a quote, a backslash, a control
 * character. https://tc39.es/ecma262/#sec-quotejsonstring
 *
 * A literal with such a character is written with a backslash, so that a program without any has none.
 */
export function makesPlainTexts(program: readonly Code[], helpers: Iterable<string>): boolean {
  for (const helper of helpers) if (ESCAPING.has(helper)) return false;
  return program.every(({ text }) => !text.includes("\\"));
}
