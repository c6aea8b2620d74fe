import { fetch as plainFetch } from "undici";
import { parseExactly, type Issue, type IssueCode } from "../../fhir/index.ts";
import type { Exchange } from "../answer/index.ts";
import type { FhirDestination } from "../destination.ts";

/** One request to a destination. */
export interface FhirRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Relative to the base url, `""` for the base itself. */
  readonly path: string;
  readonly content?: unknown;
  /** That it only reads, where its method does not say so: a batch of reads. */
  readonly isSafe?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked right before the first byte goes out; where it says no, nothing does, and the fault is `not-sent`. */
  readonly mayStart?: () => boolean;
}

/**
 * Sends one request and reads the whole answer. What the way does to it is an answer too, never thrown.
 *
 * A token that is refused with 401 is dropped, and the request is sent once more with a new one.
 *
 * @param signal ends the request; as with a time-out, it may have taken effect
 */
export async function exchange(
  destination: FhirDestination,
  request: FhirRequest,
  signal?: AbortSignal,
): Promise<Exchange> {
  const answer = await exchangeOnce(destination, request, signal);
  if (answer.kind !== "answer" || answer.status !== 401 || !destination.tokens) return answer;
  destination.tokens.drop();
  return exchangeOnce(destination, request, signal);
}

const TIMEOUT_MS = 30_000;

async function exchangeOnce(
  destination: FhirDestination,
  { method, path, content, headers, mayStart }: FhirRequest,
  signal?: AbortSignal,
): Promise<Exchange> {
  const token = await tokenOf(destination);
  if (typeof token === "object") return token;
  const send = destination.fetch ?? (plainFetch as unknown as NonNullable<FhirDestination["fetch"]>);
  const ending = endAfter(destination.timeoutMs ?? TIMEOUT_MS, signal);
  const startedAt = performance.now();
  try {
    const response = await send(path ? `${destination.baseUrl}/${path}` : destination.baseUrl, {
      method,
      headers: { ...headersFor(token, content !== undefined), ...headers },
      ...(content !== undefined && { body: typeof content === "string" ? content : JSON.stringify(content) }),
      signal: ending.signal,
      // A redirected POST loses its body, and a token must not follow to another host.
      redirect: "manual",
      ...(mayStart && { mayStart }),
    });
    const text = await response.text();
    const body = parseJson(text);
    return {
      kind: "answer",
      status: response.status,
      body,
      isUnreadable: text !== "" && body === undefined,
      headers: Object.fromEntries(response.headers),
      elapsedMs: performance.now() - startedAt,
    };
  } catch (error) {
    return faultOf(error);
  } finally {
    ending.clear();
  }
}

/** A signal that ends with another one, or when the time is over; `AbortSignal.any` costs a request a tenth of its time. */
function endAfter(
  timeoutMs: number,
  other?: AbortSignal,
): { readonly signal: AbortSignal; readonly clear: () => void } {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new DOMException("The time is over.", "TimeoutError")), timeoutMs);
  const end = (): void => ending.abort(other?.reason);
  if (other?.aborted === true) end();
  other?.addEventListener("abort", end);
  return {
    signal: ending.signal,
    clear() {
      clearTimeout(timer);
      other?.removeEventListener("abort", end);
    },
  };
}

/** Without a token nothing is sent, so nothing can have taken effect. */
async function tokenOf({ tokens, bearerToken }: FhirDestination): Promise<string | undefined | Exchange> {
  if (!tokens) return bearerToken;
  try {
    return await tokens.token();
  } catch (error) {
    const fault = (error as { retryable?: unknown }).retryable === true ? "not-sent" : "untrusted";
    const issue: Issue = {
      severity: "error",
      code: "login",
      rule: "delivery/no-token",
      message: "A token for the destination was expected, none was had.",
    };
    return { kind: "fault", fault, issue };
  }
}

function headersFor(token: string | undefined, hasContent: boolean): Record<string, string> {
  return {
    accept: "application/fhir+json",
    prefer: "return=minimal",
    // HAPI reuses the answer to a search for about a minute unless it is told not to.
    "cache-control": "no-cache",
    ...(hasContent && { "content-type": "application/fhir+json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
}

/** A connection that was never made: nothing of the request left us. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "outbound/too-late",
]);

/** A side that could not prove who it is, or an address that nobody configured. */
const UNTRUSTED = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|outbound\/)/;

function faultOf(error: unknown): Exchange {
  const code = codeOf(error);
  if (NOT_SENT.has(code))
    return fault("not-sent", "delivery/unreachable", "transient", "A connection was expected, none could be made.");
  if (UNTRUSTED.test(code))
    return fault(
      "untrusted",
      "delivery/untrusted",
      "security",
      "A destination that proves who it is was expected, found none.",
    );
  if (error instanceof Error && error.name === "TimeoutError")
    return fault(
      "unanswered",
      "delivery/timeout",
      "timeout",
      "An answer within the time-out was expected, found none.",
    );
  return fault(
    "unanswered",
    "delivery/unreachable",
    "transient",
    "A whole answer was expected, the connection failed.",
  );
}

function fault(
  kind: Extract<Exchange, { kind: "fault" }>["fault"],
  rule: string,
  code: IssueCode,
  message: string,
): Exchange {
  return { kind: "fault", fault: kind, issue: { severity: "error", code, rule, message } };
}

/** The code that an error or the first of its causes has. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") return code;
    // Each address of a name fails by itself.
    if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  }
  return "";
}

function parseJson(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}
