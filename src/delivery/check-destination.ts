import type { CapabilityStatement } from "@medplum/fhirtypes";
import type { Issue, Result } from "../fhir/index.ts";
import { assertReachable } from "./answer-class.ts";
import type { FhirDestination } from "./destination.ts";
import { request } from "./fhir-request.ts";

/** What a destination says of itself that a push depends on. */
export interface DestinationAbility {
  readonly software?: string;
  readonly fhirVersion: string;
}

/**
 * Asks a destination what it can do and refuses one that cannot take our bundles: not R4, or without
 * transactions.
 *
 * @throws DeliveryFault when it cannot be asked
 * https://hl7.org/fhir/R4/http.html#capabilities
 */
export async function checkDestination(destination: FhirDestination): Promise<Result<DestinationAbility>> {
  const answer = await request(destination, "GET", "metadata");
  assertReachable(answer);
  const statement = answer.body as Partial<CapabilityStatement> | undefined;
  if (answer.status !== 200 || statement?.resourceType !== "CapabilityStatement") {
    const message = `A CapabilityStatement was expected at the destination's metadata, found none (status ${String(answer.status)}).`;
    return refuse("delivery/no-capability-statement", message);
  }
  const fhirVersion = statement.fhirVersion ?? "";
  if (!fhirVersion.startsWith("4.0")) {
    return refuse(
      "delivery/fhir-version",
      "A server of FHIR version 4.0 was expected, its CapabilityStatement says another.",
    );
  }
  const hasTransactions = statement.rest?.some(({ interaction }) =>
    interaction?.some(({ code }) => code === "transaction"),
  );
  if (!hasTransactions)
    return refuse(
      "delivery/no-transactions",
      "A server with transactions was expected, its CapabilityStatement lists none.",
    );
  const software = statement.software?.name;
  return { ok: true, value: { fhirVersion, ...(software !== undefined && { software }) } };
}

function refuse(rule: string, message: string): Result<never> {
  const issue: Issue = {
    severity: "error",
    code: "not-supported",
    rule,
    message,
    spec: "https://hl7.org/fhir/R4/http.html#capabilities",
  };
  return { ok: false, issues: [issue] };
}
