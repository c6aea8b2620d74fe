import { MAX_DEPTH } from "../case/index.ts";
import type { Issue } from "../fhir/index.ts";
import { requestIssue } from "./outcome-response.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Refuses JSON whose objects and arrays stand in each other deeper than anything of FHIR does, before it is parsed:
 * JSON.parse takes depths at which everything that walks the result overflows the stack.
 */
export function refuseDeep(bytes: Uint8Array): Issue | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    // `[` and `{`, `]` and `}` differ in one bit.
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MAX_DEPTH)
        return requestIssue(
          "too-deep",
          "structure",
          `Objects and arrays at most ${MAX_DEPTH} deep in each other were expected.`,
        );
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return undefined;
}
