import type { KyphoplastyCase, SchemaError } from "../../build/schemas/case.js";
import { pointerSteps } from "./pointer.ts";

/** A value of which any part may be missing, but whatever is there has the right type and a right value. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T;

/** A case as the rules across fields read it. */
export type CaseDraft = Draft<KyphoplastyCase>;

/**
 * What of a refused document can still be judged: the document without each value that the schema refused, so that
 * the rules across fields speak of the rest and a caller sees every issue at once.
 *
 * An item of a list leaves an empty object behind, which keeps the positions of the others, and a list that is too
 * long is cut at its limit.
 */
export function soundPart(document: unknown, errors: readonly SchemaError[]): CaseDraft {
  const root: Flaw = { parts: new Map() };
  for (const error of errors) {
    if (error.keyword === "maxItems") flawAt(root, error.instancePath).limit = Number(error.params["limit"]);
    else if (VALUE_KEYWORDS.has(error.keyword)) flawAt(root, error.instancePath).isRefused = true;
  }
  return root.isRefused === true ? {} : (withoutFlaws(document, root) as CaseDraft);
}

/** What is refused of a value, or of what it holds; where there is none, the value is sound as it is. */
interface Flaw {
  readonly parts: Map<string, Flaw>;
  isRefused?: boolean;
  /** How many items of the list are looked at. */
  limit?: number;
}

function flawAt(root: Flaw, pointer: string): Flaw {
  let flaw = root;
  for (const step of pointerSteps(pointer)) {
    const inner: Flaw = flaw.parts.get(step) ?? { parts: new Map() };
    flaw.parts.set(step, inner);
    flaw = inner;
  }
  return flaw;
}

function withoutFlaws(value: unknown, flaw: Flaw | undefined): unknown {
  if (flaw === undefined || typeof value !== "object" || value === null) return value;
  const { parts, limit } = flaw;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value.slice(0, limit);
    return items.map((item, index) => {
      const inner = parts.get(String(index));
      return inner?.isRefused === true ? {} : withoutFlaws(item, inner);
    });
  }
  const kept = Object.entries(value).filter(([name]) => parts.get(name)?.isRefused !== true);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutFlaws(inner, parts.get(name))]));
}

const VALUE_KEYWORDS = new Set([
  "type",
  "enum",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "minLength",
  "maxLength",
]);
