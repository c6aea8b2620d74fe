import type { Code, Names } from "../codegen/index.ts";
import { compileCondition, type Compiled } from "./compile.ts";
import type { Model } from "./model.ts";
import { parseExpression } from "./parse.ts";
import type { Context } from "./operand.ts";

/** Where an invariant is asked: the type of its focus, and the names that the code around has for things. */
export interface InvariantSite {
  readonly model: Model;
  /**
   * The type of the focus in the model: `Observation`, `Observation.component` (a backbone's path), `Quantity`,
   * `Extension`, `string`. An element of several types is compiled once for each.
   */
  readonly type: string;
  /** The other types that the element may have, so that what only they hold is no unknown element. */
  readonly otherTypes?: readonly string[];
  /** The name that holds the focus: a value of JSON, never null; of a primitive possibly undefined. */
  readonly focus: Code;
  /** Of a primitive, the name that holds its `_x` with id and extensions, possibly undefined. */
  readonly sidecar?: Code;
  /** The name that holds the `InvariantScope` at run time. */
  readonly scope: Code;
  /** A local name that holds this JSON property of the focus, where the code around has read it already. */
  readonly property?: (property: string) => Code | undefined;
  /** A condition that says whether the focus has this element (`value` for any `value[x]`), where one is at hand. */
  readonly presence?: (element: string) => Code | undefined;
  /** Imports something of `fhirpath/runtime` by its name. */
  readonly use: (helper: string) => Code;
  /** A constant of the module with this value; the same text may give the same constant. */
  readonly hoist: (hint: string, value: Code) => Code;
  /** Names that are free where the condition will stand. */
  readonly names: Names;
}

/**
 * Compiles an invariant to a JavaScript condition: true exactly when the expression gives true.
 *
 * The condition has no effect and may be repeated. It stands as it is in `if (!(…))` or in the body of an arrow function. It
 * trusts the JSON shape of what it reads (an array where the definition says one): where the shape was found wrong, it
 * may throw a TypeError, and is better not asked. Empty counts as not met, and so does a collection of several values
 * where FHIRPath wants one. https://hl7.org/fhir/R4/conformance-rules.html#constraints
 *
 * @returns the condition, or the fault with its offset in the expression: syntax, an unknown element, function or
 *   variable, or what is not supported; nothing is ever passed over
 */
export function compileInvariant(expression: string, site: InvariantSite): Compiled<Code> {
  const parsed = parseWhole(expression);
  return parsed.ok ? compileCondition(parsed.value, contextOf(site)) : parsed;
}

/** An expression that is all of a text. */
function parseWhole(expression: string): ReturnType<typeof parseExpression> {
  const parsed = parseExpression(expression);
  if (!parsed.ok || expression.slice(parsed.end).trim() === "") return parsed;
  const message = "Expected the end of the expression.";
  return { ok: false, fault: { rule: "fhirpath/syntax", message, at: parsed.end } };
}

function contextOf(site: InvariantSite): Context {
  return {
    model: site.model,
    focus: { code: site.focus, type: site.type, isList: false, mayBeEmpty: false, isName: true },
    variable: () => undefined,
    use: site.use,
    hoist: site.hoist,
    names: site.names,
    origin: site.scope,
  };
}
