import { parseExpression } from "./parse.ts";

/**
 * Invariants that hold of every element that has a right shape: "All FHIR elements must have a @value or children" asks for
 * no more than that no object is empty. https://hl7.org/fhir/R4/element-definitions.html#Element.id
 */
const SAID_BY_SHAPE = ["hasValue() or (children().count() > id.count())"].map(wordsOf);

/**
 * Says whether an invariant asks only what the check of the JSON shape has asked already: that an element is no empty object
 * and has more than an id. A caller that checks that need not compile it.
 */
export function isStructural(expression: string): boolean {
  return SAID_BY_SHAPE.includes(wordsOf(expression));
}

/** The tree without its places, as text; what cannot be read is only itself. */
function wordsOf(expression: string): string {
  const parsed = parseExpression(expression);
  const places = new Set(["at", "from", "to"]);
  return parsed.ok && expression.slice(parsed.end).trim() === ""
    ? JSON.stringify(parsed.value, (field, value: unknown) => (places.has(field) ? undefined : value))
    : expression;
}
