/**
 * Expressions of R4's invariants that do not say what their sentence says, with what R5 says instead. HL7's validator reads
 * them so too (docs/spec-readings.md).
 */
const AMENDED: ReadonlyMap<string, string> = new Map([
  [
    // "SHALL have a contained resource if a local reference is provided": without a reference, R4's expression is empty.
    "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
    "reference.exists() implies (reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids')) or (reference='#' and %rootResource!=%resource))",
  ],
  [
    // "Name should be usable as an identifier": the whole name, and where there is one.
    "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
    "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
  ],
  [
    // "Element names cannot include some special characters": none of them, anywhere.
    String.raw`path.matches('[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\.[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\[x\\])?(\\:[^\\s\\.]+)?)*')`,
    String.raw`path.matches('^[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\.[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\[x\\])?(\\:[^\\s\\.]+)?)*$')`,
  ],
  [
    String.raw`path.matches('[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*')`,
    String.raw`path.matches('^[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*$')`,
  ],
]);

/** Types that R4 asks for an element which they lack: cid-0 wants the `name` that ChargeItemDefinition got in R5. */
const WITHOUT_NAME = "ChargeItemDefinition";

/**
 * The expression to compile for an invariant: its own, or the better one that later releases have for it.
 *
 * @returns undefined where R4 asks a type for an element that it lacks, so that there is nothing to ask
 */
export function amendedInvariant(expression: string, type: string): string | undefined {
  if (type === WITHOUT_NAME && expression.startsWith("name.matches(")) return undefined;
  return AMENDED.get(expression) ?? expression;
}
