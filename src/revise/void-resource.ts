import type { CodeableConcept, Condition, Resource } from "@medplum/fhirtypes";

const VOID = "entered-in-error";

/** What is never retracted: a patient is not ours to void, and a Provenance stays true of its version. */
export function isRetractable({ resourceType }: Resource): boolean {
  return resourceType !== "Patient" && resourceType !== "Provenance";
}

/** Whether a resource says already that it was entered in error. */
export function isVoid(resource: Resource): boolean {
  if (resource.resourceType === "Condition") {
    return resource.verificationStatus?.coding?.some(({ code }) => code === VOID) ?? false;
  }
  return (resource as { status?: string }).status === VOID;
}

/**
 * Gives a resource with its last content, marked as entered in error.
 *
 * @throws Error on a Condition without a coded verification status, which our profiles do not let through
 */
export function voidResource(resource: Resource): Resource {
  if (isVoid(resource)) return resource;
  return resource.resourceType === "Condition" ? voidCondition(resource) : ({ ...resource, status: VOID } as Resource);
}

/**
 * A Condition entered in error has no clinical status (con-5), and without one no abatement (con-4).
 * https://hl7.org/fhir/R4/condition.html#invs
 */
function voidCondition(condition: Condition): Condition {
  const { clinicalStatus: _, verificationStatus, ...rest } = condition;
  const [coding] = verificationStatus?.coding ?? [];
  if (!coding) throw new Error("A Condition of a case has a coded verification status.");
  const voided: CodeableConcept = {
    coding: [{ ...(coding.system !== undefined && { system: coding.system }), code: VOID }],
  };
  const kept = Object.entries(rest).filter(([name]) => !/^_?abatement/.test(name));
  return { ...(Object.fromEntries(kept) as Omit<Condition, "verificationStatus">), verificationStatus: voided };
}
