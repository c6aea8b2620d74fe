import type { Issue, Position } from "../fhir/index.ts";
import { holdsAny, innerRows, kindAt, NAME, nameOf, partAt, type Places } from "./places.ts";
import { childPointer, pointerToPath } from "./pointer.ts";

/**
 * Finds the names of a document that stand again in their object, and each `__proto__`, in the order of the document.
 *
 * Every name is made for it, which takes as long as all the rest of reading; so it is asked only where there may be one.
 */
export function* findNameFaults(places: Places, row = 0, pointer = ""): Generator<Issue> {
  const kind = kindAt(places, row);
  if (kind === "scalar") return;
  const seen = new Map<string, Position>();
  for (const [index, inner] of innerRows(places, row).entries()) {
    const step = kind === "list" ? index : nameOf(places, inner);
    if (typeof step === "string") {
      const position = partAt(places, inner, NAME);
      const saying = step === "__proto__" ? FORBIDDEN : sayAgain(seen.get(step));
      if (saying !== undefined) yield toFault(saying, position, childPointer(pointer, step));
      seen.set(step, position);
    }
    if (holdsAny(places, inner)) yield* findNameFaults(places, inner, childPointer(pointer, step));
  }
}

type Saying = Pick<Issue, "rule" | "code" | "message">;

const FORBIDDEN: Saying = {
  rule: "case/forbidden-key",
  code: "structure",
  message: "Expected a field of the case schema, found __proto__, which is never accepted.",
};

function sayAgain(first: Position | undefined): Saying | undefined {
  if (first === undefined) return undefined;
  const message = `Expected each field once, found it again; it stood at ${first.line}:${first.column} before.`;
  return { rule: "case/duplicate-key", code: "duplicate", message };
}

function toFault({ code, rule, message }: Saying, { line, column }: Position, pointer: string): Issue {
  const path = pointerToPath(pointer);
  return { severity: "error", code, rule, message, path, pointer, position: { line, column } };
}
