import type { ElementDefinition } from "@medplum/fhirtypes";
import type { ElementNode } from "./element-node.ts";

/** What an ElementDefinition tells people; no check asks it. https://hl7.org/fhir/R4/elementdefinition.html */
const TOLD: ReadonlySet<string> = new Set([
  "alias",
  "base",
  "code",
  "comment",
  "definition",
  "example",
  "id",
  "isModifierReason",
  "isSummary",
  "label",
  "mapping",
  "meaningWhenMissing",
  "mustSupport",
  "path",
  "requirements",
  "short",
  "sliceName",
]);

/** Whether two nodes ask the same of a value, in their definitions, slices and all below. */
export function isSameNode(one: ElementNode, other: ElementNode): boolean {
  return (
    one.isChoice === other.isChoice &&
    asked(one.definition) === asked(other.definition) &&
    one.slices.length === other.slices.length &&
    one.slices.every((slice, at) => {
      const twin = other.slices[at];
      return twin !== undefined && slice.sliceName === twin.sliceName && isSameNode(slice, twin);
    }) &&
    areSameChildren(one.children, other.children)
  );
}

type Children = ElementNode["children"];

function areSameChildren(one: Children, other: Children): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.size !== other.size) return false;
  for (const [name, child] of one) {
    const twin = other.get(name);
    if (twin === undefined || !isSameNode(child, twin)) return false;
  }
  return true;
}

/** What a definition asks, as one text; the order in which its members are written does not count. */
function asked(definition: ElementDefinition): string {
  const members = Object.entries(definition).filter(([name]) => !TOLD.has(name));
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
