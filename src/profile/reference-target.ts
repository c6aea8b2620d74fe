import type { Resource } from "@medplum/fhirtypes";
import { parseReference } from "../fhir/index.ts";
import type { Issue } from "../fhir/index.ts";
import { profileIssue, type CheckContext } from "./check-context.ts";
import type { ElementNode } from "./element-tree.ts";

const CORE = "http://hl7.org/fhir/StructureDefinition/";

/**
 * Checks that a reference goes where its element allows: by type, and by declared profile where the
 * target is in the same bundle.
 *
 * What cannot be seen from here (contained, absolute, unknown fullUrl) is left to the bundle rules.
 * https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.targetProfile
 */
export function referenceTargetIssue(
  node: ElementNode,
  value: unknown,
  path: string,
  context: CheckContext,
): Issue | undefined {
  const reference = (value as { reference?: unknown }).reference;
  const allowed = (node.definition.type ?? []).flatMap(({ code, targetProfile }) =>
    code === "Reference" ? (targetProfile ?? []) : [],
  );
  if (typeof reference !== "string" || allowed.length === 0) return undefined;
  const target = parseReference(reference);
  const resource = target?.kind === "fullUrl" ? context.targetOf(target.fullUrl) : undefined;
  const type = target?.kind === "resource" || target?.kind === "conditional" ? target.type : resource?.resourceType;
  if (type === undefined || allowed.some((canonical) => allows(canonical, type, resource, context))) return undefined;
  const types = allowed.map((canonical) => canonical.slice(canonical.lastIndexOf("/") + 1)).join(", ");
  return profileIssue(
    "structure",
    "reference-target",
    `${path} may refer to ${types}, found ${type}.`,
    path,
    "type.targetProfile",
  );
}

function allows(canonical: string, type: string, resource: Resource | undefined, context: CheckContext): boolean {
  if (canonical === `${CORE}Resource`) return true;
  if (
    canonical.startsWith(CORE) &&
    !context.structures.definition(canonical)?.baseDefinition?.startsWith(`${CORE}DomainResource`)
  ) {
    return canonical === CORE + type || context.structures.definition(canonical)?.type === type;
  }
  if (canonical === CORE + type) return true;
  if (context.structures.definition(canonical)?.type !== type || canonical.startsWith(CORE)) return false;
  return (
    resource === undefined || (resource.meta?.profile ?? []).some((declared) => declared.split("|", 1)[0] === canonical)
  );
}
