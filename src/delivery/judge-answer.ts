import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { readOperationOutcome } from "../fhir/index.ts";
import type { Issue, IssueCode, Result } from "../fhir/index.ts";
import type { FhirAnswer } from "./fhir-request.ts";
import type { Part, Rewritten } from "./rewrite.ts";
import { withholdPatient } from "./withhold.ts";

/** What a push did to one resource. */
export interface PushedEntry {
  readonly type: string;
  /** Index in the mapped bundle. */
  readonly index: number;
  readonly id: string;
  /** As the server numbers it; absent where it says none. */
  readonly version?: string;
  readonly effect: "created" | "updated" | "unchanged";
}

const RESPONSE_SPEC = "https://hl7.org/fhir/R4/http.html#transaction-response";

/**
 * Judges a server's answer to a transaction entry by entry; the status of the envelope counts for
 * nothing, since a server may run a transaction as a batch and answer 200.
 *
 * @returns one entry for each that was sent, in that order, or an issue for each that was refused
 */
export function judgeAnswer({ bundle: sent, parts }: Rewritten, answer: FhirAnswer): Result<readonly PushedEntry[]> {
  const body = answer.body as Partial<Bundle>;
  const entries = body.entry ?? [];
  if (entries.length !== parts.length) return { ok: false, issues: [countIssue(parts.length, entries.length)] };
  const withhold = withholdPatient(parts.map(({ resource }) => resource));
  const pushed: PushedEntry[] = [];
  const issues: Issue[] = [];
  parts.forEach((part, at) => {
    const response = entries[at]?.response;
    const status = Number.parseInt(response?.status ?? "", 10);
    const id = response && idOf(response, sent.entry?.[at], entries[at]?.resource);
    if (!response || ![200, 201, 204].includes(status)) issues.push(...refusalIssues(part, response, withhold));
    else if (id === undefined) issues.push(locationIssue(part));
    else pushed.push(pushedEntry(part, id, status, response, sent.entry?.[at], answer));
  });
  if (issues.length === 0) return { ok: true, value: pushed };
  if (pushed.length > 0) issues.push(partialIssue(pushed.length, parts.length));
  return { ok: false, issues };
}

type EntryResponse = NonNullable<BundleEntry["response"]>;

function pushedEntry(
  part: Part,
  id: string,
  status: number,
  response: EntryResponse,
  sent: BundleEntry | undefined,
  answer: FhirAnswer,
): PushedEntry {
  const version = /_history\/([^/]+)$/.exec(response.location ?? "")?.[1] ?? /"(.*)"/.exec(response.etag ?? "")?.[1];
  const effect = status === 201 ? "created" : isUnchanged(response, version, sent, answer) ? "unchanged" : "updated";
  return { type: part.resource.resourceType, index: part.index, id, ...(version !== undefined && { version }), effect };
}

/**
 * Whether a 200 changed nothing. FHIR has no word for it, so it is read from what servers do say:
 * a conditional create that answers 200 found its resource; HAPI and the embedded server send a code;
 * an update that ends in version 1 made none; and a time of change before the request, by the
 * server's own clock, is that of an older version.
 */
function isUnchanged(
  response: EntryResponse,
  version: string | undefined,
  sent: BundleEntry | undefined,
  answer: FhirAnswer,
): boolean {
  if (sent?.request?.ifNoneExist !== undefined || version === "1") return true;
  if (JSON.stringify(response.outcome ?? "").includes("SUCCESSFUL_UPDATE_NO_CHANGE")) return true;
  // An HTTP date has whole seconds, hence the 2 s of allowance.
  const sentAt = Date.parse(answer.date ?? "") - answer.elapsedMs - 2_000;
  return Date.parse(response.lastModified ?? "") < sentAt;
}

function idOf(
  response: EntryResponse,
  sent: BundleEntry | undefined,
  resource: Resource | undefined,
): string | undefined {
  const type = sent?.resource?.resourceType ?? "";
  return (
    new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/|$)`).exec(response.location ?? "")?.[1] ??
    sent?.resource?.id ??
    resource?.id
  );
}

function refusalIssues(
  part: Part,
  response: EntryResponse | undefined,
  withhold: (text: string) => string,
): readonly Issue[] {
  const status = /^\d{3}/.exec(response?.status ?? "")?.[0] ?? "no status";
  const said = readOperationOutcome(response?.outcome).filter(
    ({ severity }) => severity === "error" || severity === "fatal",
  );
  const opening = `${nameOf(part)}: 200 or 201 was expected, found ${status}`;
  const base = { severity: "error", rule: "delivery/entry-refused", path: placeOf(part), spec: RESPONSE_SPEC } as const;
  if (said.length === 0) return [{ ...base, code: "processing", message: `${opening} without an OperationOutcome.` }];
  return said.map(({ code, text }) => ({ ...base, code, message: `${opening}: ${withhold(text)}` }));
}

function countIssue(expected: number, found: number): Issue {
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

function locationIssue(part: Part): Issue {
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

function partialIssue(good: number, all: number): Issue {
  const message = `All entries of the transaction or none were expected to be stored, found ${String(good)} of ${String(all)}: the server does not keep transactions whole.`;
  return {
    severity: "error",
    code: "processing",
    rule: "delivery/partial",
    message,
    spec: "https://hl7.org/fhir/R4/http.html#transaction",
  };
}

/**
 * Turns the OperationOutcome of a transaction that was refused as a whole into issues.
 *
 * Paths that name an entry are led back from what was sent to the mapped bundle.
 */
export function refusedWhole({ parts }: Rewritten, answer: FhirAnswer): readonly Issue[] {
  const withhold = withholdPatient(parts.map(({ resource }) => resource));
  const opening = `The transaction was refused with ${String(answer.status)}`;
  const said = readOperationOutcome(answer.body).filter(({ severity }) => severity === "error" || severity === "fatal");
  if (said.length === 0) return [wholeIssue("processing", `${opening} without an OperationOutcome.`, undefined)];
  return said.map(({ code, text, expression }) => {
    const at = /^Bundle\.entry[[(](\d+)[\])]/.exec(expression ?? "");
    const part = at?.[1] === undefined ? undefined : parts[Number(at[1])];
    const path = part && at ? `Bundle.entry[${String(part.index)}]${expression?.slice(at[0].length) ?? ""}` : undefined;
    return wholeIssue(code, `${opening}${part ? ` for ${nameOf(part)}` : ""}: ${withhold(text)}`, path);
  });
}

function wholeIssue(code: IssueCode, message: string, path: string | undefined): Issue {
  return { severity: "error", code, rule: "delivery/refused", message, ...(path !== undefined && { path }) };
}

function placeOf({ index }: Part): string {
  return `Bundle.entry[${String(index)}].resource`;
}

/** Names a part by type, index and the part word of its identifier; a patient's identifier is never told. */
function nameOf({ resource, index, identity }: Part): string {
  const word = resource.resourceType === "Patient" ? undefined : /\/([^/]+)$/.exec(identity?.value ?? "")?.[1];
  return `${resource.resourceType} in entry ${String(index)}${word === undefined ? "" : ` (${word})`}`;
}
