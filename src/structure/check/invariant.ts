import type { ElementDefinitionConstraint } from "@medplum/fhirtypes";
import { profileIssue, type Check, type CheckContext, type Occurrence } from "../check-context.ts";
import type { ElementNode } from "../tree/element-node.ts";

/**
 * Invariants that other checks hold, each with a better place: an element has a value or children (ele-1, the walk), a narrative's
 * XHTML (txt-1 and txt-2, `runtime/narrative`), a reference to what is contained (ref-1, `reference`).
 */
const HELD_OTHERWISE = new Set(["ele-1", "txt-1", "txt-2", "ref-1"]);

/** Advice, such as that a resource should have a narrative (dom-6), is no finding. */
const BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice";

/** Invariants of the element in its profile. */
export const checkInvariants: Check = (occurrence, context) => {
  askAll(occurrence.node, occurrence, context);
};

/** Those of another node that tells of the same value: the root of its type. */
export function checkTypeInvariants(root: ElementNode, occurrence: Occurrence, context: CheckContext): void {
  const own = new Set(occurrence.node.definition.constraint?.map(({ key }) => key));
  const rest = root.definition.constraint?.filter(({ key }) => !own.has(key)) ?? [];
  askAll({ ...root, definition: { ...root.definition, constraint: rest } }, occurrence, context);
}

/** Whether an invariant is asked here, and not held elsewhere or mere advice. */
export function isAsked({ key, extension }: ElementDefinitionConstraint): boolean {
  if (HELD_OTHERWISE.has(key) || COVERED.has(key)) return false;
  return extension?.some(({ url, valueBoolean }) => url === BEST_PRACTICE && valueBoolean === true) !== true;
}

function askAll(node: ElementNode, { value, sidecar, type, path }: Occurrence, context: CheckContext): void {
  for (const constraint of node.definition.constraint ?? []) {
    const { key, severity, human, expression } = constraint;
    if (expression === undefined || !isAsked(constraint)) continue;
    let part = "";
    const holds = context.holds(expression, {
      value,
      sidecar,
      type,
      around: context.around,
      conforms: context.conforms,
      blame: (found) => (part = ` What was not true: ${found}.`),
    });
    if (holds !== false) continue;
    const message = `${path} was expected to keep the invariant ${key}: ${human}${part}`;
    const issue = profileIssue("invariant", "invariant", message, path, "constraint");
    context.report({ ...issue, severity: severity === "warning" ? "warning" : "error" });
  }
}

/** R4's invariants of Bundle that `runtime/bundle` says with the entry's own place. */
const COVERED = new Set(["bdl-1", "bdl-2", "bdl-3", "bdl-4", "bdl-7", "bdl-9", "bdl-10", "bdl-11", "bdl-12"]);
