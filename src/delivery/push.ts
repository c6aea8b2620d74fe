import type { Bundle } from "@medplum/fhirtypes";
import type { Result } from "../fhir/index.ts";
import type { ConformantBundle } from "../profile/index.ts";
import { assertReachable } from "./answer-class.ts";
import { checkDestination } from "./check-destination.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { request } from "./fhir-request.ts";
import type { FhirAnswer } from "./fhir-request.ts";
import { judgeAnswer, refusedWhole } from "./judge-answer.ts";
import type { PushedEntry } from "./judge-answer.ts";
import { matchOwned } from "./match-owned.ts";
import { readParts, rewrite } from "./rewrite.ts";
import { withholdPatient } from "./withhold.ts";

/** What a push did: one entry for each resource sent, in bundle order, and their counts. */
export interface PushReport {
  readonly entries: readonly PushedEntry[];
  readonly totals: { readonly created: number; readonly updated: number; readonly unchanged: number };
}

/**
 * Sends a bundle to a FHIR server as one transaction and judges every entry of the answer.
 *
 * Sending the same bundle again changes nothing (but see `rewrite` for the strategy `conditional`).
 *
 * @returns the report, or an issue for each thing that the server refused
 * @throws DeliveryFault where the way failed and not the bundle; when no whole answer came, the
 *   transaction may have taken effect
 * https://hl7.org/fhir/R4/http.html#transaction
 */
export async function push(bundle: ConformantBundle, destination: FhirDestination): Promise<Result<PushReport>> {
  const found = await matchOwned(readParts(bundle), destination);
  if (!found.ok) return found;
  const sent = rewrite(bundle, destination, found.value);
  const answer = await request(destination, "POST", "", sent.bundle);
  assertReachable(answer, withholdPatient(sent.parts.map(({ resource }) => resource)));
  if ([404, 405, 501].includes(answer.status)) {
    const ability = await checkDestination(destination);
    if (!ability.ok) return ability;
  }
  if (answer.status < 200 || answer.status > 299) return { ok: false, issues: refusedWhole(sent, answer) };
  assertBundle(answer);
  const judged = judgeAnswer(sent, answer);
  return judged.ok ? { ok: true, value: { entries: judged.value, totals: count(judged.value) } } : judged;
}

/** A 2xx whose body is no bundle was cut or came from something between us and the server. */
function assertBundle({ body, status }: FhirAnswer): void {
  if ((body as Partial<Bundle> | undefined)?.resourceType === "Bundle") return;
  const message = `A Bundle was expected as answer, found a ${String(status)} without one.`;
  const rule = "delivery/answer-unreadable";
  throw new DeliveryFault(rule, [{ severity: "error", code: "incomplete", rule, message }], { retryable: true });
}

function count(entries: readonly PushedEntry[]): PushReport["totals"] {
  const totals = { created: 0, updated: 0, unchanged: 0 };
  for (const { effect } of entries) totals[effect]++;
  return totals;
}
