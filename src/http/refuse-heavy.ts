import { MAX_DEPTH, MAX_FIELDS } from "../case/index.ts";
import type { Issue } from "../fhir/index.ts";
import { requestIssue } from "./outcome-response.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Refuses JSON whose objects and arrays stand in each other deeper, or whose objects have more members, than anything of
 * FHIR, before it is parsed: JSON.parse takes depths at which everything that walks the result overflows the stack, and
 * takes ten times as long over a member where an object has very many.
 */
export function refuseHeavy(bytes: Uint8Array): Issue | undefined {
  const members = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (byte === 0x3a) {
      // What is no JSON may close more than it opens.
      if (++(members[Math.max(depth, 0)] as number) > MAX_FIELDS) return issueAt(bytes, at, TOO_BROAD);
    }
    // `[` and `{`, `]` and `}` differ in one bit.
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MAX_DEPTH) return issueAt(bytes, at, TOO_DEEP);
      members[Math.max(depth, 0)] = 0;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return undefined;
}

const TOO_DEEP = requestIssue(
  "too-deep",
  "structure",
  `Objects and arrays at most ${MAX_DEPTH} deep in each other were expected.`,
);
const TOO_BROAD = requestIssue(
  "too-broad",
  "too-costly",
  `At most ${MAX_FIELDS} members in an object were expected, found more.`,
);

function issueAt(bytes: Uint8Array, at: number, issue: Issue): Issue {
  const lines = new TextDecoder().decode(bytes.subarray(0, at)).split("\n");
  return { ...issue, position: { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 } };
}
