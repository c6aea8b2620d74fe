import type { Expression, Model } from "../../fhirpath/index.ts";

/** What the condition of a source is asked of. */
export interface ConditionSite {
  readonly model: Model;
  /** The type of what the source found. */
  readonly focus: string | undefined;
  /** The source's variable, its type, and the element that is read from it. */
  readonly context: { readonly name: string; readonly type: string | undefined; readonly element: string | undefined };
  readonly isVariable: (name: string) => boolean;
}

/**
 * Reads the names of a condition as the specification's tutorial means them, before it is compiled.
 *
 * A name is a variable, else an element of what was found. Where that has no such element, `src.a2 as a where a2.length() < 20`
 * means what was found itself, and `src.i as i where m < 2` the neighbour of it in src.
 * https://hl7.org/fhir/R4/mapping-tutorial.html#step9
 *
 * `conformsTo()` of what was found is answered where it asks for a type, since that is known when the map is compiled.
 */
export function readNames(expression: Expression, site: ConditionSite): Expression {
  const read = (one: Expression): Expression => readNames(one, site);
  switch (expression.kind) {
    case "path":
      return expression.input === undefined
        ? readName(expression, site)
        : { ...expression, input: read(expression.input) };
    case "call": {
      const answer = answerConformsTo(expression, site);
      if (answer !== undefined) return answer;
      // What stands in the brackets of most functions is asked of other things.
      const args = expression.name === "iif" ? expression.args.map(read) : expression.args;
      return { ...expression, args, ...(expression.input !== undefined && { input: read(expression.input) }) };
    }
    case "binary":
      return { ...expression, left: read(expression.left), right: read(expression.right) };
    case "sign":
    case "type":
      return { ...expression, input: read(expression.input) };
    case "item":
      return { ...expression, input: read(expression.input), index: read(expression.index) };
    default:
      return expression;
  }
}

function readName(expression: Expression & { kind: "path" }, site: ConditionSite): Expression {
  const { name, at } = expression;
  const { model, focus, context } = site;
  const has = (type: string | undefined) => type !== undefined && model.type(type)?.elements.has(name) === true;
  if (site.isVariable(name) || focus === name || has(focus) || !has(context.type)) return expression;
  if (name === context.element) return { kind: "this", at };
  return { ...expression, input: { kind: "variable", name: context.name, at } };
}

function answerConformsTo(
  call: Expression & { kind: "call" },
  { model, focus }: ConditionSite,
): Expression | undefined {
  const [url] = call.args;
  const isOfFocus = call.input === undefined || call.input.kind === "this";
  if (call.name !== "conformsTo" || !isOfFocus || focus === undefined || url?.kind !== "literal") return undefined;
  const type = model.type(url.text)?.name;
  if (type === undefined) return undefined;
  return { kind: "literal", type: "boolean", text: String(model.isA(focus, type)), at: call.at };
}
