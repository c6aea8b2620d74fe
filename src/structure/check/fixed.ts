import { profileIssue, type Check } from "../check-context.ts";
import { valueOf } from "../tree/element-node.ts";
import { holdsPattern, isSame } from "./compare.ts";

/** A fixed value: the same, with nothing more. */
export const checkFixed: Check = ({ node, value, path }, { report }) => {
  const fixed = valueOf(node.definition, "fixed");
  if (fixed === undefined || isSame(value, fixed)) return;
  const message = `${path} was expected to be ${describe(fixed)}, found another value.`;
  report(profileIssue("value", "fixed", message, path, "fixed_x_"));
};

/** A pattern: at least what it says. */
export const checkPattern: Check = ({ node, value, path }, { report }) => {
  const pattern = valueOf(node.definition, "pattern");
  if (pattern === undefined || holdsPattern(value, pattern)) return;
  const message = `${path} was expected to hold ${describe(pattern)}, found other content.`;
  report(profileIssue("value", "pattern", message, path, "pattern_x_"));
};

/** What a profile says may be told in full; it is no one's data. */
function describe(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value);
}
