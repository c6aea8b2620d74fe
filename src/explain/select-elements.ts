import type { Bundle } from "@medplum/fhirtypes";
import { evaluateFhirPath, isR4ResourceType, type Issue, type Result } from "../fhir/index.ts";
import { pointersTo, stepsOf } from "../fml/trace/index.ts";

/** Stand in for a value, to see whether an expression gives it; the interpreter knows a Quantity by its number. */
const TEXT_MARK = "(mark of an explanation)";
const NUMBER_MARK = 987_654_321.125;

const MAX_LENGTH = 500;

/** Functions whose time a short expression can make endless. */
const COSTLY = /\b(?:matches|matchesFull|replaceMatches|repeat)\b/;

/**
 * The leaves of a bundle that a FHIRPath expression gives, by their pointers.
 *
 * An interpreter gives values and not where they stand; so each leaf is marked in turn, and those are meant whose mark comes out.
 *
 * @param expression begins with a resource type, and is asked of each such resource; or with Bundle
 * https://hl7.org/fhirpath/N1/
 */
export function selectElements(bundle: Bundle, expression: string): Result<ReadonlySet<string>> {
  const type = /^([A-Z][A-Za-z]*)\b/.exec(expression)?.[1] ?? "";
  if (!isR4ResourceType(type) || expression.length > MAX_LENGTH || COSTLY.test(expression)) return REFUSED;
  const copy = JSON.parse(JSON.stringify(bundle)) as Bundle;
  const selected = new Set<string>();
  try {
    for (const [resource, place] of resourcesOf(copy, type)) {
      if (evaluateFhirPath(expression, resource).length === 0) continue;
      for (const pointer of [...pointersTo(resource)]) {
        if (isGiven(expression, resource, pointer)) selected.add(place + pointer);
      }
    }
  } catch {
    return REFUSED;
  }
  return { ok: true, value: selected };
}

function resourcesOf(bundle: Bundle, type: string): readonly (readonly [resource: object, place: string])[] {
  if (type === "Bundle") return [[bundle, ""]];
  return (bundle.entry ?? []).flatMap(({ resource }, index) =>
    resource?.resourceType === type ? [[resource, `/entry/${index}/resource`] as const] : [],
  );
}

function isGiven(expression: string, resource: object, pointer: string): boolean {
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? "";
  const holder = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], resource);
  const fields = holder as Record<string, unknown>;
  const value = fields[last];
  const mark = typeof value === "number" ? NUMBER_MARK : TEXT_MARK;
  fields[last] = mark;
  try {
    return JSON.stringify(evaluateFhirPath(expression, resource)).includes(String(mark));
  } catch {
    // What cannot be compared with a mark is a condition, and no result.
    return false;
  } finally {
    fields[last] = value;
  }
}

const NO_EXPRESSION: Issue = {
  severity: "error",
  code: "value",
  rule: "explain/element",
  message:
    "A FHIRPath expression of at most 500 characters was expected, without matches and repeat, that begins with a resource type.",
  spec: "https://hl7.org/fhirpath/N1/",
};
const REFUSED: Result<never> = { ok: false, issues: [NO_EXPRESSION] };
