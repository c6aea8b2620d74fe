import type { CapabilityStatement } from "@medplum/fhirtypes";
import type { Issue, Result } from "../fhir/index.ts";
import { classifyAnswer, isPassing } from "./answer/index.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { exchange, readAbility, type Ability } from "./server/index.ts";

/**
 * Asks a destination what it can do, and refuses one that is no FHIR R4 server.
 *
 * @throws DeliveryFault when it cannot be asked
 * https://hl7.org/fhir/R4/http.html#capabilities
 */
export async function checkDestination(destination: FhirDestination, signal?: AbortSignal): Promise<Result<Ability>> {
  const answer = await exchange(destination, { method: "GET", path: "metadata" }, signal);
  const found = classifyAnswer(answer, { condition: "none", unit: "resource" });
  if (answer.kind === "fault") throw new DeliveryFault([answer.issue], { retryable: isPassing(found) });
  if (isPassing(found) && found !== "done") throw new DeliveryFault([askedIssue(answer.status)], { retryable: true });
  const statement = answer.body as Partial<CapabilityStatement> | undefined;
  if (answer.status !== 200 || statement?.resourceType !== "CapabilityStatement") {
    const message = `A CapabilityStatement was expected at the destination's metadata, found none (status ${String(answer.status)}).`;
    return refuse("delivery/no-capability-statement", message);
  }
  const ability = readAbility(statement);
  if (!ability.fhirVersion.startsWith("4.0")) {
    return refuse(
      "delivery/fhir-version",
      "A server of FHIR version 4.0 was expected, its CapabilityStatement says another.",
    );
  }
  return { ok: true, value: ability };
}

function askedIssue(status: number): Issue {
  const message = `The destination was expected to say what it can do, found ${String(status)}.`;
  return { severity: "error", code: "transient", rule: "delivery/server-error", message };
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
