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
  /** The way out to this server and to nothing else; undici's own fetch where there is none. */
  readonly fetch?: typeof fetch;
  /** Where a token is got before each request, and dropped when the server refuses it with 401. */
  readonly tokens?: { token(): Promise<string>; drop(): void };
  /** How many deliveries may be under way at once, 4 by default. */
  readonly concurrency?: number;
  /** Types that this server wants; what they refer to goes with them. All types where there is none. */
  readonly types?: readonly string[];
  /** The largest body that may be sent. */
  readonly maxBodyBytes?: number;
  /** How long to wait after an answer of which nobody knows whether it took effect, at least; the measured lag counts too. */
  readonly settleMs?: number;
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
