import type { StrategyName } from "./answer/index.ts";

/**
 * How resources are identified at a destination, and how they travel.
 *
 * - `client-id`: PUT to ids that we derive, in a transaction where the server has them, else one by one.
 * - `transaction`: ids are the server's; one transaction, created only where our identifier is not there yet.
 * - `batch`: the same in batches, wave by wave, so that each one refers to ids that are known.
 * - `single`: one request for each resource, looked up before it is created, and created on that condition where the server can.
 */
export type Strategy = StrategyName;

/** The strategies, best first. */
export const STRATEGIES = ["client-id", "transaction", "batch", "single"] as const satisfies readonly Strategy[];

/** Who owns the resources of a type at the destination, and what we may do to them. */
export type OwnershipPolicy = "match" | "create-if-absent" | "upsert";

/** What a way out is told of a request besides what fetch takes. */
export interface DestinationInit extends RequestInit {
  /** Asked right before the first byte goes out; where it says no, nothing does. */
  readonly mayStart?: () => boolean;
}

/** A FHIR server that bundles are delivered to. */
export interface FhirDestination {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly bearerToken?: string;
  /** Without it, the best one that the server's CapabilityStatement allows. */
  readonly strategy?: Strategy;
  /** Fixed at enrolment: another secret gives every resource another id. `client-id` needs it. */
  readonly idSecret?: string | Uint8Array;
  readonly policies?: { readonly Patient?: OwnershipPolicy; readonly ImagingStudy?: OwnershipPolicy };
  /** For one request with its answer, 30,000 by default. */
  readonly timeoutMs?: number;
  /** The way out to this server and to nothing else; undici's own fetch where there is none. */
  readonly fetch?: (url: string, init: DestinationInit) => Promise<Response>;
  /** Where a token is got before each request, and dropped when the server refuses it with 401. */
  readonly tokens?: { token(): Promise<string>; drop(): void };
  /** How many deliveries may be under way at once, 8 by default. */
  readonly concurrency?: number;
  /** Types that this server wants; what they refer to goes with them. All types where there is none. */
  readonly types?: readonly string[];
  /** The largest body that may be sent. */
  readonly maxBodyBytes?: number;
  /** How many entries a batch may have. */
  readonly maxBatchEntries?: number;
  /** How long to wait after an answer of which nobody knows whether it took effect, at least; the measured lag counts too. */
  readonly settleMs?: number;
  /** Whether the probe may write resources that are marked as tests, and delete them again. */
  readonly allowsTestData?: boolean;
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
