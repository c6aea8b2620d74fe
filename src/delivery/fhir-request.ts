import { fetch as plainFetch } from "undici";
import type { Issue } from "../fhir/index.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { DeliveryFaultCode } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";

/** A server's answer; `body` is `undefined` where it was empty or no JSON. */
export interface FhirAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly date: string | null;
  readonly retryAfterSeconds?: number;
  readonly elapsedMs: number;
}

/**
 * Sends one request to a destination and reads the whole answer.
 *
 * @param path relative to the base url, `""` for the base itself
 * @throws DeliveryFault, retryable, when no whole answer came in time; a request that was sent may
 *   have taken effect all the same
 */
export async function request(
  destination: FhirDestination,
  method: "GET" | "POST",
  path: string,
  content?: unknown,
): Promise<FhirAnswer> {
  const bearerToken = destination.tokens ? await tokenOf(destination.tokens) : destination.bearerToken;
  const send = destination.fetch ?? (plainFetch as unknown as typeof fetch);
  const startedAt = performance.now();
  try {
    const response = await send(path ? `${destination.baseUrl}/${path}` : destination.baseUrl, {
      method,
      headers: headersFor(bearerToken, content !== undefined),
      ...(content !== undefined && { body: JSON.stringify(content) }),
      signal: AbortSignal.timeout(destination.timeoutMs ?? 30_000),
      // A redirected POST loses its body, and a token must not follow to another host.
      redirect: "manual",
    });
    if (response.status === 401) destination.tokens?.drop();
    const body = parseJson(await response.text());
    const retryAfterSeconds = readRetryAfter(response.headers.get("retry-after"));
    return {
      status: response.status,
      body,
      date: response.headers.get("date"),
      elapsedMs: performance.now() - startedAt,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    throw isTimeout
      ? fault("delivery/timeout", "timeout", "An answer within the time-out was expected, found none.", error)
      : fault("delivery/unreachable", "transient", "A whole answer was expected, the connection failed.", error);
  }
}

function fault(code: DeliveryFaultCode, issueCode: Issue["code"], message: string, cause: unknown): DeliveryFault {
  return new DeliveryFault(code, [{ severity: "error", code: issueCode, rule: code, message }], {
    retryable: true,
    cause,
  });
}

/** Without a token nothing is sent, so nothing can have taken effect. */
async function tokenOf(tokens: NonNullable<FhirDestination["tokens"]>): Promise<string> {
  try {
    return await tokens.token();
  } catch (error) {
    throw fault("delivery/no-token", "login", "A token for the destination was expected, none was had.", error);
  }
}

function headersFor(bearerToken: string | undefined, hasContent: boolean): Record<string, string> {
  return {
    accept: "application/fhir+json",
    prefer: "return=minimal",
    // HAPI reuses the answer to a search for about a minute unless it is told not to.
    "cache-control": "no-cache",
    ...(hasContent && { "content-type": "application/fhir+json" }),
    ...(bearerToken !== undefined && { authorization: `Bearer ${bearerToken}` }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads `Retry-After`, seconds or an HTTP date (RFC 9110 §10.2.3). */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
