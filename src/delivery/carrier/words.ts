import { readOperationOutcome, type Issue, type IssueCode } from "../../fhir/index.ts";
import { classifyAnswer, type AnswerClass, type Asked, type Exchange } from "../answer/index.ts";
import type { Part, Shipment, Write, WriteOutcome } from "../shipment/index.ts";

type Failure = Exclude<AnswerClass, "done">;

const RESPONSE_SPEC = "https://hl7.org/fhir/R4/http.html#transaction-response";

/** Where a part stands in the mapped bundle. */
export function placeOf({ index }: Part): string {
  return `Bundle.entry[${String(index)}].resource`;
}

/** Names a part by type, index and the part word of its identifier; a patient's identifier is never told. */
export function nameOf({ resource, index, identity }: Part): string {
  const word = resource.resourceType === "Patient" ? undefined : /\/([^/]+)$/.exec(identity?.value ?? "")?.[1];
  return `${resource.resourceType} in entry ${String(index)}${word === undefined ? "" : ` (${word})`}`;
}

/** What a server said of one entry that it did not carry out. */
export function entryIssues(part: Part, status: string, outcome: unknown, { withhold }: Shipment): readonly Issue[] {
  const said = errorsOf(outcome);
  const opening = `${nameOf(part)}: 200 or 201 was expected, found ${status}`;
  const base = { severity: "error", rule: "delivery/entry-refused", path: placeOf(part), spec: RESPONSE_SPEC } as const;
  if (said.length === 0) return [{ ...base, code: "processing", message: `${opening} without an OperationOutcome.` }];
  return said.map(({ code, text }) => ({ ...base, code, message: `${opening}: ${withhold(text)}` }));
}

/** An entry that was carried out, and nobody can say under which id. */
export function locationIssue(part: Part): Issue {
  const message = `${nameOf(part)}: a location with the id of what was stored was expected, found none.`;
  return {
    severity: "error",
    code: "incomplete",
    rule: "delivery/location-missing",
    message,
    path: placeOf(part),
    spec: RESPONSE_SPEC,
  };
}

/** An answer that has not an entry for each that was sent, so that none can be told from another. */
export function countIssue(expected: number, found: number): Issue {
  const message = `An answer to each of ${String(expected)} entries was expected, found ${String(found)}.`;
  return {
    severity: "error",
    code: "incomplete",
    rule: "delivery/answer-count",
    message,
    path: "Bundle.entry",
    spec: RESPONSE_SPEC,
  };
}

/** A transaction that was carried out in part. */
export function tornIssue(good: number, all: number): Issue {
  const message = `All entries of the transaction or none were expected to be stored, found ${String(good)} of ${String(all)}: the server does not keep transactions whole.`;
  return {
    severity: "error",
    code: "processing",
    rule: "delivery/partial",
    message,
    spec: "https://hl7.org/fhir/R4/http.html#transaction",
  };
}

/** A 2xx whose body is no Bundle was cut or came from something between us and the server. */
export function unreadableIssue(status: number): Issue {
  const message = `A Bundle was expected as answer, found a ${String(status)} without one.`;
  return { severity: "error", code: "incomplete", rule: "delivery/answer-unreadable", message };
}

/** A body that the destination's limit does not allow. */
export function sizeIssue(bytes: number, limit: number): Issue {
  const message = `A body of at most ${limit} bytes was expected, found one of ${bytes}.`;
  return { severity: "error", code: "too-long", rule: "delivery/too-large", message };
}

/** The same failure for all that was sent together; what was said of it stands with the first. */
export function failTogether(
  writes: readonly Write[],
  answer: Failure,
  issues: readonly Issue[],
): readonly WriteOutcome[] {
  return writes.map(({ part }, at) => ({ part, answer, issues: at === 0 ? issues : [] }));
}

/**
 * Judges an answer that speaks of all that was sent, since it is no Bundle of answers.
 *
 * @returns undefined for a success, which has to be judged entry by entry
 */
export function judgeWhole(
  shipment: Shipment,
  writes: readonly Write[],
  asked: Asked,
  answer: Exchange,
): readonly WriteOutcome[] | undefined {
  const found = classifyAnswer(answer, asked);
  if (answer.kind === "fault") return failTogether(writes, found as Failure, [answer.issue]);
  if (found === "done") return undefined;
  if (answer.status < 300) return failTogether(writes, found, [unreadableIssue(answer.status)]);
  return failTogether(writes, found, wholeIssues(shipment, writes, found, answer));
}

/** The rule of an issue about the way or about a setting; all else is the server's refusal of what was sent. */
const WAY_RULES: Partial<Readonly<Record<AnswerClass, readonly [rule: string, code: IssueCode]>>> = {
  throttled: ["delivery/throttled", "transient"],
  ambiguous: ["delivery/server-error", "transient"],
  login: ["delivery/unauthorized", "login"],
  setting: ["delivery/setting", "not-supported"],
};

/** Paths that name an entry are led back from what was sent to the mapped bundle. */
function wholeIssues(
  { withhold }: Shipment,
  writes: readonly Write[],
  found: AnswerClass,
  { status, body }: Extract<Exchange, { kind: "answer" }>,
): readonly Issue[] {
  const forbidden = status === 403 ? (["delivery/unauthorized", "forbidden"] as const) : undefined;
  const throttled = status === 408 ? WAY_RULES.throttled : undefined;
  const way = forbidden ?? throttled ?? WAY_RULES[found];
  const opening = way
    ? `The destination was expected to take the request, found ${String(status)}`
    : `The ${writes.length === 1 ? "request" : "transaction"} was refused with ${String(status)}`;
  const base = { severity: "error", rule: way?.[0] ?? "delivery/refused" } as const;
  const said = errorsOf(body);
  if (said.length === 0) {
    return [{ ...base, code: way?.[1] ?? "processing", message: `${opening} without an OperationOutcome.` }];
  }
  return said.map(({ code, text, expression }) => {
    const at = /^Bundle\.entry[[(](\d+)[\])]/.exec(expression ?? "");
    const part = at?.[1] === undefined ? undefined : writes[Number(at[1])]?.part;
    const path = part && at ? `Bundle.entry[${String(part.index)}]${expression?.slice(at[0].length) ?? ""}` : undefined;
    const message = `${opening}${part ? ` for ${nameOf(part)}` : ""}: ${withhold(text)}`;
    return { ...base, code: way?.[1] ?? code, message, ...(path !== undefined && { path }) };
  });
}

function errorsOf(outcome: unknown) {
  return readOperationOutcome(outcome).filter(({ severity }) => severity === "error" || severity === "fatal");
}
