import type { ValueSetComposeIncludeFilter } from "@medplum/fhirtypes";
import type { CodeSystem, Hierarchy } from "./code-system.ts";

/** Whether a code passes; `undefined` where this code system does not tell. */
export type CodePredicate = (code: string) => boolean | undefined;

/**
 * One filter of an include, https://hl7.org/fhir/R4/valueset-filter-operator.html
 *
 * On a code system that we have not, a rule over the code itself can still be asked; anything else is unknown.
 */
export function compileFilter(filter: ValueSetComposeIncludeFilter, system: CodeSystem | undefined): CodePredicate {
  const { property, value } = filter;
  const hierarchy = system?.hierarchy;
  const isOfCode = property === "code" || property === "concept";
  if (hierarchy === undefined) return isOfCode ? filterOfCode(filter.op, value) : unknown;
  const operator = operatorOf(filter.op, value, hierarchy);
  const valuesOf = isOfCode ? (code: string) => [code] : readerOf(property, system, hierarchy);
  return (code) => {
    const values = valuesOf(code);
    return values && operator?.(values);
  };
}

const unknown: CodePredicate = () => undefined;

/** What a filter says of a code without its code system: a regular expression or a list can rule it out. */
function filterOfCode(op: string, value: string): CodePredicate {
  if (op !== "regex" && op !== "in" && op !== "=" && op !== "not-in") return unknown;
  const passes = textOperator(op, value);
  return (code) => (passes?.(code) === false ? false : undefined);
}

/** The values of a property of a concept; `undefined` where there is no such property. */
function readerOf(
  property: string,
  system: CodeSystem | undefined,
  hierarchy: Hierarchy,
): (code: string) => readonly string[] | undefined {
  if (property === "parent") return hierarchy.parents;
  if (property === "child") return hierarchy.children;
  if (property === "display") {
    return (code) => {
      const concept = system?.find(code);
      return concept?.display === undefined ? [] : [concept.display];
    };
  }
  // R4 codesystem-concept-properties.html: what is not said to be inactive is active.
  if (property === "inactive") return (code) => [String(system?.find(code)?.status === "inactive")];
  return (code) => hierarchy.property(code, property);
}

type Operator = (values: readonly string[]) => boolean;

function operatorOf(op: string, value: string, hierarchy: Hierarchy): Operator | undefined {
  const some =
    (test: (code: string) => boolean): Operator =>
    (values) =>
      values.some(test);
  switch (op) {
    case "is-a":
      return some((code) => hierarchy.ancestry(code).has(value));
    case "descendent-of":
      return some((code) => code !== value && hierarchy.ancestry(code).has(value));
    case "is-not-a":
      return (values) => !values.some((code) => hierarchy.ancestry(code).has(value));
    case "generalizes": {
      const above = hierarchy.ancestry(value);
      return some((code) => above.has(code));
    }
    case "child-of":
      return some((code) => hierarchy.parents(code).includes(value));
    case "descendent-leaf":
      return some(
        (code) => code !== value && hierarchy.children(code).length === 0 && hierarchy.ancestry(code).has(value),
      );
    case "exists":
      return (values) => values.length > 0 === (value === "true");
    case "not-in": {
      const passes = textOperator(op, value);
      return passes && ((values) => values.every(passes));
    }
    default: {
      const passes = textOperator(op, value);
      return passes && some(passes);
    }
  }
}

/** Operators that compare text; `undefined` for an unknown one and for a broken regular expression. */
function textOperator(op: string, value: string): ((text: string) => boolean) | undefined {
  const listed = () => new Set(value.split(",").map((item) => item.trim()));
  switch (op) {
    case "=":
      return (text) => text === value;
    case "in": {
      const list = listed();
      return (text) => list.has(text);
    }
    case "not-in": {
      const list = listed();
      return (text) => !list.has(text);
    }
    case "regex": {
      const pattern = readPattern(value);
      return pattern && ((text) => text.length <= MAX_CODE_LENGTH && pattern.test(text));
    }
    default:
      return undefined;
  }
}

/** Codes are short; a pattern out of a definition must not be asked of a text that could hold it up. */
const MAX_CODE_LENGTH = 256;

/** The whole code must match, as a terminology server has it. */
function readPattern(text: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${text})$`, "u");
  } catch {
    return undefined;
  }
}
