import { code, type Code, type Names } from "../codegen/index.ts";
import { guarded, type Compiled } from "./compile.ts";
import { how } from "./emit.ts";
import { explain } from "./explain.ts";
import type { Model } from "./model.ts";
import { parseExpression } from "./parse.ts";
import { present, value, type Context, type Operand } from "./operand.ts";
import type { Expression } from "./tree.ts";

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
  /** Texts of further variables: `sct` for what `%sct` stands for. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Imports something of `fhirpath/runtime` by its name. */
  readonly use: (helper: string) => Code;
  /** A constant of the module with this value; the same text may give the same constant. It may use imports. */
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
  return compileWhole(expression, site, (tree, context) => how.emitCondition(tree, context));
}

/**
 * Compiles what tells which part of a failed invariant was false: an expression whose value is that part's source text.
 *
 * Of operands joined by `and` it is the first that is not true, of `a implies b` it is `b`; a part that is neither is told as a
 * whole. To be asked only after the invariant failed, in the same place.
 *
 * @returns undefined for an invariant that has no parts: its whole text is what was false
 */
export function explainInvariant(expression: string, site: InvariantSite): Compiled<Code | undefined> {
  return compileWhole(expression, site, (tree, context) => explain(expression, tree, context, how));
}

/**
 * Compiles an expression that must be all of its text. Several values where one is wanted stop it at run time; then it
 * counts as not met.
 */
function compileWhole<T extends Code | undefined>(
  expression: string,
  site: InvariantSite,
  write: (tree: Expression, context: Context) => T,
): Compiled<Code | T> {
  const parsed = parseExpression(expression);
  if (!parsed.ok) return parsed;
  if (expression.slice(parsed.end).trim() !== "") {
    const message = "Expected the end of the expression.";
    return { ok: false, fault: { rule: "fhirpath/syntax", message, at: parsed.end } };
  }
  let mayStop = false;
  const single = (list: Code) => {
    mayStop = true;
    return code`${site.use("only")}(${list})`;
  };
  return guarded(() => {
    const made = write(parsed.value, contextOf(site, single));
    return mayStop && made !== undefined ? code`${site.use("isMet")}(() => ${made})` : made;
  });
}

function contextOf(site: InvariantSite, single: Context["single"]): Context {
  const { otherTypes, property, presence, sidecar } = site;
  const isPrimitive = site.model.type(site.type)?.kind === "primitive";
  const focus: Operand = {
    ...value(site.focus, site.type),
    mayBeEmpty: isPrimitive,
    isName: true,
    known: { otherTypes, property, presence },
    ...(sidecar === undefined ? {} : { sidecar }),
  };
  const hoisted = new Map<string, Code>();
  return {
    model: site.model,
    focus,
    scope: site.scope,
    variable: (name, written) => (written === "percent" ? variableOf(name, focus, site) : undefined),
    use: site.use,
    hoist(hint, constant) {
      const found = hoisted.get(constant.text) ?? site.hoist(hint, constant);
      hoisted.set(constant.text, found);
      return found;
    },
    names: site.names,
    single,
  };
}

const UCUM = "http://unitsofmeasure.org";

/** https://hl7.org/fhir/R4/fhirpath.html#variables */
function variableOf(name: string, focus: Operand, site: InvariantSite): Operand | undefined {
  const text = (constant: string): Operand => ({ ...present(code`${constant}`, "string"), constant });
  const own = site.variables?.[name];
  if (own !== undefined) return text(own);
  const [, family, id] = /^(vs|ext)-(.+)$/.exec(name) ?? [];
  if (id !== undefined)
    return text(`http://hl7.org/fhir/${family === "vs" ? "ValueSet" : "StructureDefinition"}/${id}`);
  switch (name) {
    case "context":
      return focus;
    case "resource":
      return present(code`${site.scope}.resource`, resourceType(site));
    case "rootResource":
      return present(code`${site.scope}.rootResource`, "Resource");
    case "ucum":
      return text(UCUM);
    default:
      return undefined;
  }
}

/** The resource that the focus certainly stands in: its own type, or that of the backbone's path. */
function resourceType({ type, model }: InvariantSite): string {
  const [root = ""] = type.split(".");
  return model.isA(root, "Resource") ? root : "Resource";
}
