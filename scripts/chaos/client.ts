import { setTimeout as sleep } from "node:timers/promises";
import { documentOf, type Operation } from "./plan.ts";

/** Gives the address of some replica. */
export type Address = () => string;

const RETRY_MS = 60;
/** A service that stood still takes a connection that it had not read yet for a slow client's, and says 408. */
const PASSING = new Set([408, 429]);

/**
 * Asks for an operation until it is acknowledged, whatever happens to the service.
 *
 * @returns how often it was asked for
 * @throws Error when the service refuses what it should take
 */
export async function insist(address: Address, operation: Operation): Promise<number> {
  for (let tries = 1; ; tries++) {
    const answer = await ask(address(), operation);
    if (answer?.status === 200 || answer?.status === 201) return tries;
    if (answer && answer.status < 500 && !PASSING.has(answer.status)) {
      const { caseId, version, isWithdrawal } = operation;
      const what = `${isWithdrawal ? "withdrawal" : "version"} ${version} of ${caseId}`;
      throw new Error(`${what} was refused at try ${tries} with ${answer.status}: ${answer.text}`);
    }
    await sleep(RETRY_MS);
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** @returns undefined when no answer came */
async function ask(url: string, operation: Operation): Promise<Answer | undefined> {
  const { caseId, version, isWithdrawal } = operation;
  const isFirst = version === 1;
  try {
    const response = await fetch(`${url}/cases${isFirst ? "" : `/${caseId}`}`, {
      method: isWithdrawal ? "DELETE" : isFirst ? "POST" : "PUT",
      headers: {
        "idempotency-key": `${caseId}-${version}`,
        ...(!isWithdrawal && { "content-type": "application/json" }),
        ...(!isFirst && { "if-match": `"${version - 1}"` }),
      },
      ...(!isWithdrawal && { body: documentOf(operation) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

/** The current version of a case and what became of its deliveries. */
export interface ListedCase {
  readonly caseId: string;
  readonly version: number;
  readonly deliveries: readonly { readonly state: string }[];
}

/** Lists all cases; undefined when the service does not answer. */
export async function listCases(url: string): Promise<readonly ListedCase[] | undefined> {
  const all: ListedCase[] = [];
  try {
    for (let cursor: string | undefined = "0"; cursor !== undefined;) {
      const response = await fetch(`${url}/cases?count=1000&cursor=${cursor}`, { signal: AbortSignal.timeout(30_000) });
      if (!response.ok) return undefined;
      const page = (await response.json()) as { readonly cases: readonly ListedCase[]; readonly next?: string };
      all.push(...page.cases);
      cursor = page.next;
    }
    return all;
  } catch {
    return undefined;
  }
}
