import { readOperationOutcome } from "../fhir/index.ts";
import type { Issue } from "../fhir/index.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { DeliveryFaultCode } from "./delivery-fault.ts";
import type { FhirAnswer } from "./fhir-request.ts";

/**
 * Throws where an answer speaks of the way and not of the bundle: no right to write, too many
 * requests, a server in trouble.
 *
 * @param withhold takes a patient's data out of what the server said
 * @throws DeliveryFault 401 and 403 not retryable; 408, 429 and 5xx retryable
 */
export function assertReachable(answer: FhirAnswer, withhold: (text: string) => string = (text) => text): void {
  const { status, retryAfterSeconds } = answer;
  const code = faultCode(status);
  if (!code) return;
  const issues = issuesOf(answer, code, withhold);
  const retryable = code !== "delivery/unauthorized";
  throw new DeliveryFault(code, issues, { retryable, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}

function faultCode(status: number): DeliveryFaultCode | undefined {
  if (status === 401 || status === 403) return "delivery/unauthorized";
  if (status === 408 || status === 429 || status === 503) return "delivery/throttled";
  return status >= 500 ? "delivery/server-error" : undefined;
}

function issuesOf(
  { status, body }: FhirAnswer,
  rule: DeliveryFaultCode,
  withhold: (text: string) => string,
): readonly Issue[] {
  const said = readOperationOutcome(body).filter(({ severity }) => severity === "error" || severity === "fatal");
  const opening = `The destination was expected to take the request, found ${String(status)}`;
  const code = rule === "delivery/unauthorized" ? (status === 401 ? "login" : "forbidden") : "transient";
  if (said.length === 0) return [{ severity: "error", code, rule, message: `${opening} without an OperationOutcome.` }];
  return said.map(({ text }) => ({ severity: "error" as const, code, rule, message: `${opening}: ${withhold(text)}` }));
}
