import { findExcess, MAX_DEPTH, MAX_FIELDS } from "../case/index.ts";
import type { Issue } from "../fhir/index.ts";
import { requestIssue } from "./outcome-response.ts";

/**
 * Refuses JSON whose objects and arrays stand in each other deeper, or whose objects have more members, than anything of
 * FHIR, before it is parsed.
 */
export function refuseHeavy(bytes: Uint8Array): Issue | undefined {
  const excess = findExcess(bytes);
  if (excess === undefined) return undefined;
  const lines = new TextDecoder().decode(bytes.subarray(0, excess.at)).split("\n");
  const position = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { ...(excess.of === "depth" ? TOO_DEEP : TOO_BROAD), position };
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
