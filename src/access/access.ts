import { findApiKey, isApiKey, type ApiKeyEntry } from "./api-key.ts";
import { covers, parseScopes, type SystemScope } from "../fhir/index.ts";
import type { TokenVerdict } from "./token.ts";

/** Who calls, as audit rows name it. */
export interface Caller {
  readonly kind: "token" | "api-key";
  readonly id: string;
}

/** What a request shows of its sender. */
export interface Credentials {
  /** The `Authorization` header. */
  readonly authorization?: string | undefined;
  /** SHA-256 of the client's TLS certificate, base64url, where one was presented and verified. */
  readonly certificateThumbprint?: string | undefined;
}

/** The refusal to send. `challenge` is the value of `WWW-Authenticate` (RFC 6750 §3). */
export interface AccessRefusal {
  readonly status: 401 | 403 | 503;
  readonly rule: "login" | "token" | "token-bound" | "scope" | "keys";
  readonly message: string;
  readonly challenge: string;
}

export type Access =
  { readonly ok: true; readonly caller: Caller } | { readonly ok: false; readonly refusal: AccessRefusal };

/** The ways in that are configured. */
export interface AccessWays {
  readonly verifyToken?: (token: string, now: Date) => Promise<TokenVerdict>;
  readonly apiKeys?: { readonly entries: ReadonlyMap<string, ApiKeyEntry>; readonly secret: Uint8Array };
}

/**
 * Makes the decision about a request: who sends it, and whether that sender may do what is needed.
 *
 * A token bound to a client certificate (RFC 8705 §3) is worthless to anyone who replays it without that certificate.
 */
export function createAccess(
  ways: AccessWays,
): (credentials: Credentials, needed: readonly SystemScope[], now: Date) => Promise<Access> {
  return async (credentials, needed, now) => {
    const presented = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(credentials.authorization ?? "")?.[1];
    if (presented === undefined) return refuse(401, "login", "A bearer token or API key was expected.", "");
    if (ways.apiKeys !== undefined && isApiKey(presented)) {
      const entry = findApiKey(presented, ways.apiKeys.entries, ways.apiKeys.secret, now);
      if (entry === undefined) return refuse(401, "token", "A known API key that has not ended was expected.", INVALID);
      return decide({ kind: "api-key", id: entry.id }, entry.scope, needed);
    }
    if (ways.verifyToken === undefined) return refuse(401, "token", "An API key was expected.", INVALID);
    const verdict = await ways.verifyToken(presented, now);
    if (!verdict.ok) return refuseToken(verdict.reason);
    const { clientId, scope, certificateThumbprint } = verdict.claims;
    if (certificateThumbprint !== undefined && certificateThumbprint !== credentials.certificateThumbprint) {
      return refuse(401, "token-bound", "The client certificate that the token is bound to was expected.", INVALID);
    }
    return decide({ kind: "token", id: clientId }, scope, needed);
  };
}

const INVALID = ' error="invalid_token"';

function refuseToken(reason: Extract<TokenVerdict, { ok: false }>["reason"]): Access {
  if (reason === "keys") return refuse(503, "keys", "The keys of the token's issuer cannot be had at the moment.", "");
  return refuse(401, "token", `A valid access token was expected, found one refused for: ${reason}.`, INVALID);
}

function decide(caller: Caller, scope: string, needed: readonly SystemScope[]): Access {
  if (covers(parseScopes(scope), needed)) return { ok: true, caller };
  const wanted = needed.map(writeScope).join(" ");
  const challenge = ` error="insufficient_scope", scope="${wanted}"`;
  return refuse(403, "scope", `The scope ${wanted} was expected; it was not granted.`, challenge);
}

function writeScope({ resourceType, interactions }: SystemScope): string {
  return `system/${resourceType}.${[...interactions].join("")}`;
}

function refuse(
  status: AccessRefusal["status"],
  rule: AccessRefusal["rule"],
  message: string,
  challenge: string,
): Access {
  return {
    ok: false,
    refusal: { status, rule, message, challenge: `Bearer realm="kypho-fhir"${challenge && `,${challenge}`}` },
  };
}
