import { isDeepStrictEqual } from "node:util";
import type { ElementNode } from "./element-tree.ts";
import { codingsOf, expectationOf, includesPattern } from "./match-slice.ts";
import { referenceTargetIssue } from "./reference-target.ts";
import { profileIssue, type CheckContext } from "./check-context.ts";

/** Checks how often an element or a slice occurs. */
export function checkCount(node: ElementNode, count: number, path: string, context: CheckContext): void {
  const { min = 0, max = "*", sliceName } = node.definition;
  const what = sliceName === undefined ? path : `${path} (slice ${sliceName})`;
  if (count < min) {
    const message = `${what} needs at least ${String(min)} ${min === 1 ? "entry" : "entries"}, found ${String(count)}.`;
    context.report(profileIssue("required", "min", message, path, "min"));
  }
  if (max !== "*" && count > Number(max)) {
    const message = `${what} takes at most ${max} ${max === "1" ? "entry" : "entries"}, found ${String(count)}.`;
    context.report(profileIssue("structure", "max", message, path, "max"));
  }
}

/** Checks one value against what one element definition says of it. */
export function checkValue(node: ElementNode, value: unknown, type: string, path: string, context: CheckContext): void {
  checkChoice(node, type, path, context);
  checkExpectation(node, value, path, context);
  checkBinding(node, value, path, context);
  if (type === "Reference") {
    const issue = referenceTargetIssue(node, value, path, context);
    if (issue) context.report(issue);
  }
  checkInvariants(node, value, type, path, context);
}

/** The name of a choice tells its type, which a profile may have ruled out. */
function checkChoice({ name, definition }: ElementNode, type: string, path: string, context: CheckContext): void {
  const types = (definition.type ?? []).map(({ code }) => code);
  if (!name.endsWith("[x]") || types.length === 0 || types.includes(type)) return;
  const message = `${path} may have the type ${types.join(", ")}, found ${type}.`;
  context.report(profileIssue("structure", "type", message, path, "type"));
}

function checkExpectation(node: ElementNode, value: unknown, path: string, context: CheckContext): void {
  const expected = expectationOf(node);
  if (!expected) return;
  const isMet = expected.isFixed ? isDeepStrictEqual(value, expected.value) : includesPattern(value, expected.value);
  if (isMet) return;
  const name = expected.isFixed ? "fixed" : "pattern";
  const message = `${path} was expected to ${expected.isFixed ? "equal the value" : "hold the pattern"} of its profile, found another.`;
  context.report(profileIssue("value", name, message, path, `${name}_x_`));
}

function checkBinding(node: ElementNode, value: unknown, path: string, context: CheckContext): void {
  const { binding } = node.definition;
  if (binding?.strength !== "required" || binding.valueSet === undefined) return;
  const codes = context.structures.valueSets.codes(binding.valueSet);
  if (!codes || isAbsent(value)) return;
  const codings = codingsOf(value);
  if (codings.some(({ system, code }) => codes.has(system, code))) return;
  const message = `${path} needs a code of the value set ${binding.valueSet}, found ${codings.length === 0 ? "no code" : "another"}.`;
  context.report(profileIssue("code-invalid", "binding", message, path, "binding"));
}

/** A value that is said to be absent, by extension, has no code to be judged. */
function isAbsent(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const extensions = (value as { extension?: unknown }).extension;
  return (
    Array.isArray(extensions) &&
    extensions.some((item) => String((item as { url?: unknown }).url).endsWith("/data-absent-reason"))
  );
}

/** An Element with neither value nor children is found by the structural walk, which this engine cannot say (ele-1). */
const LEFT_TO_STRUCTURE = new Set(["ele-1", "dom-3"]);

/** ref-1 asks `reference.startsWith('#')`, which is empty, neither true nor false, for a logical reference. */
function isLiteral(value: unknown): boolean {
  return typeof (value as { reference?: unknown }).reference === "string";
}

function isFirstAsked(value: unknown, expression: string, { asked }: CheckContext): boolean {
  if (typeof value !== "object" || value === null) return true;
  const expressions = asked.get(value) ?? new Set();
  asked.set(value, expressions);
  return !expressions.has(expression) && Boolean(expressions.add(expression));
}

function checkInvariants(node: ElementNode, value: unknown, type: string, path: string, context: CheckContext): void {
  for (const { key, severity, expression, human } of node.definition.constraint ?? []) {
    if (severity !== "error" || expression === undefined || LEFT_TO_STRUCTURE.has(key)) continue;
    if (key === "ref-1" && !isLiteral(value)) continue;
    if (!isFirstAsked(value, expression, context)) continue;
    const { resource, rootResource } = context;
    if (context.invariants.holds(expression, { value, type, resource, rootResource }) !== false) continue;
    const message = `${path} breaks ${key}: ${human}`;
    context.report(profileIssue("invariant", "invariant", message, path, "constraint"));
  }
}
