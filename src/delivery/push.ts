import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "../fhir/index.ts";
import type { ConformantBundle } from "../profile/index.ts";
import { isPassing, type AnswerClass } from "./answer/index.ts";
import { checkDestination } from "./check-destination.ts";
import { deliver, type AttemptReport, type DeliveredEntry } from "./deliver.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { exchange, strategyFor, UNKNOWN_ABILITY, type Ability } from "./server/index.ts";

/** What a push did: one entry for each resource of the bundle that is ours to write, in its order, and their counts. */
export interface PushReport {
  readonly entries: readonly DeliveredEntry[];
  readonly totals: { readonly created: number; readonly updated: number; readonly unchanged: number };
}

/**
 * Sends a bundle to a FHIR server once, knowing nothing of what it holds, and judges every entry of the answer.
 *
 * Sending the same bundle again changes nothing.
 *
 * @param ability what the server can do; without it, ids are ours and it is taken to have transactions
 * @returns the report, or an issue for each thing that the server refused
 * @throws DeliveryFault where the way failed and not the bundle; when no whole answer came, it may have taken effect
 * https://hl7.org/fhir/R4/http.html#transaction
 */
export async function push(
  bundle: ConformantBundle,
  destination: FhirDestination,
  ability?: Ability,
): Promise<Result<PushReport>> {
  const known = ability ?? UNKNOWN_ABILITY;
  const strategy = ability ? strategyFor(destination, ability) : (destination.strategy ?? "client-id");
  const done = await deliver({
    bundle,
    destination: { ...destination, strategy },
    ability: known,
    ledger: new Map(),
    // Without a ledger nobody knows what was sent before; ids of ours alone need not know.
    isRepeat: strategy !== "client-id",
    send: (request) => exchange(destination, request),
    pause: (round) => sleep(50 * 2 ** round * Math.random()),
  });
  const { answer, entries } = done;
  if (answer === "done" || answer === "unchanged")
    return { ok: true, value: { entries, totals: countEffects(entries) } };
  return refuse(done, destination, ability);
}

async function refuse(
  { answer, issues, status }: AttemptReport,
  destination: FhirDestination,
  ability: Ability | undefined,
): Promise<Result<never>> {
  if (answer === "setting" && !ability && [404, 405, 501].includes(status ?? 0)) {
    const checked = await checkDestination(destination);
    if (!checked.ok) return checked;
    if (!checked.value.hasTransaction) return { ok: false, issues: [NO_TRANSACTIONS] };
  }
  const isOfTheWay =
    answer === "login" || status === 403 || (isAnswer(answer) && isPassing(answer) && !isJudged(issues));
  if (isOfTheWay || (answer === "setting" && status === undefined)) {
    throw new DeliveryFault(issues, { retryable: isAnswer(answer) && isPassing(answer) });
  }
  return { ok: false, issues };
}

const NO_TRANSACTIONS = {
  severity: "error",
  code: "not-supported",
  rule: "delivery/no-transactions",
  message: "A server with transactions was expected, its CapabilityStatement lists none.",
  spec: "https://hl7.org/fhir/R4/http.html#capabilities",
} as const;

/** Whether the issues speak of entries: then there was an answer, and sending the same again would end the same. */
function isJudged(issues: AttemptReport["issues"]): boolean {
  return issues.some(({ rule }) =>
    ["delivery/entry-refused", "delivery/answer-count", "delivery/location-missing"].includes(rule),
  );
}

function isAnswer(answer: AttemptReport["answer"]): answer is AnswerClass {
  return answer !== "unchanged" && answer !== "mismatch" && answer !== "foreign";
}

/** How many of each effect. */
export function countEffects(entries: readonly DeliveredEntry[]): PushReport["totals"] {
  const totals = { created: 0, updated: 0, unchanged: 0 };
  for (const { effect } of entries) totals[effect]++;
  return totals;
}
