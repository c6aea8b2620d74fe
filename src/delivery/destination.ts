/** How a destination learns which resource is meant, delivery strategy by strategy. */
export type Strategy = "client-id" | "conditional";

/** Who owns the resources of a type at the destination, and what we may do to them. */
export type OwnershipPolicy = "match" | "create-if-absent" | "upsert";

/** A FHIR server that bundles are pushed to. */
export interface FhirDestination {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly bearerToken?: string;
  /** `client-id` by default: no race can double a PUT to an id. */
  readonly strategy?: Strategy;
  /** Fixed at enrolment: another secret gives every resource another id. `client-id` needs it. */
  readonly idSecret?: string | Uint8Array;
  readonly policies?: { readonly Patient?: OwnershipPolicy; readonly ImagingStudy?: OwnershipPolicy };
  /** For one request with its answer, 30,000 by default. */
  readonly timeoutMs?: number;
}

/**
 * The policy for a type. A hospital's Patient is never overwritten unless asked for; what no other
 * system owns is ours to write.
 */
export function policyFor(destination: FhirDestination, type: string): OwnershipPolicy {
  if (type === "Patient") return destination.policies?.Patient ?? "create-if-absent";
  if (type === "ImagingStudy") return destination.policies?.ImagingStudy ?? "upsert";
  return "upsert";
}
