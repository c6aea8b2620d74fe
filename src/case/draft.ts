import type { KyphoplastyCase, SchemaError } from "../../build/schemas/case.js";
import { childPointer } from "./pointer.ts";

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
  const refused = new Set(errors.filter(isAboutValue).map((error) => error.instancePath));
  const limits = new Map(
    errors
      .filter(({ keyword }) => keyword === "maxItems")
      .map(({ instancePath, params }) => [instancePath, Number(params["limit"])]),
  );
  const copy = (value: unknown, pointer: string): unknown => {
    if (Array.isArray(value)) {
      return value.slice(0, limits.get(pointer)).map((item, index) => {
        const inner = childPointer(pointer, index);
        return refused.has(inner) ? {} : copy(item, inner);
      });
    }
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !refused.has(childPointer(pointer, name)));
    return Object.fromEntries(kept.map(([name, inner]) => [name, copy(inner, childPointer(pointer, name))]));
  };
  return refused.has("") ? {} : (copy(document, "") as CaseDraft);
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

function isAboutValue(error: SchemaError): boolean {
  return VALUE_KEYWORDS.has(error.keyword);
}
