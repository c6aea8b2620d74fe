import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";

/** What a bearer token must keep to. */
export interface TokenRules {
  readonly issuer: string;
  /** Our own identifier at the issuer. */
  readonly audience: string;
  /** The issuer's public keys. */
  readonly keys: JWTVerifyGetKey;
  /** Whether a token is taken only once; it needs `jti` then. Each process remembers for itself. */
  readonly oneUse?: boolean;
}

/** What an accepted token says. */
export interface TokenClaims {
  /** The client that the token was given to. */
  readonly clientId: string;
  readonly scope: string;
  /** SHA-256 of the client certificate that the token is bound to (RFC 8705 §3), base64url. */
  readonly certificateThumbprint?: string;
}

export type TokenVerdict =
  | { readonly ok: true; readonly claims: TokenClaims }
  | {
      readonly ok: false;
      readonly reason: "malformed" | "expired" | "not-yet" | "signature" | "claim" | "keys" | "replayed";
    };

/** No `none` and no symmetric algorithm: a public key must never serve as a shared secret (RFC 8725 §3.1). */
const ALGORITHMS = ["ES384", "RS384", "PS384", "ES256", "RS256"];

/** Clocks of two hospital machines differ by less. */
const SKEW_SECONDS = 60;

/**
 * Makes the check of one issuer's JWT access tokens (RFC 9068): signature by an allowed algorithm, `typ`, issuer, audience,
 * lifetime with at most 60 seconds of skew.
 *
 * @returns a verdict, never a throw for a bad token; `keys` means that the issuer's keys could not be had, which is no fault
 *   of the token
 */
export function createTokenVerifier(rules: TokenRules): (token: string, now: Date) => Promise<TokenVerdict> {
  const { issuer, audience, keys, oneUse = false } = rules;
  const isFirstUse = rememberUses();
  return async (token, now) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        typ: "at+jwt",
        issuer,
        audience,
        clockTolerance: SKEW_SECONDS,
        currentDate: now,
        requiredClaims: oneUse ? ["exp", "iat", "jti"] : ["exp", "iat"],
      });
      if (oneUse && !isFirstUse(payload, now)) return { ok: false, reason: "replayed" };
      return readClaims(payload);
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  };
}

/**
 * Makes the check of tokens of several issuers. The issuer that a token names decides only by whose keys it is checked; one
 * that nobody configured is refused before any key is asked for.
 */
export function createIssuersVerifier(
  issuers: readonly TokenRules[],
): (token: string, now: Date) => Promise<TokenVerdict> {
  const verifiers = new Map(issuers.map((rules) => [rules.issuer, createTokenVerifier(rules)]));
  return async (token, now) => {
    const verify = verifiers.get(issuerOf(token) ?? "");
    return verify ? verify(token, now) : { ok: false, reason: "claim" };
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Remembers the ids of tokens for as long as they could be shown again. */
function rememberUses(): (payload: JWTPayload, now: Date) => boolean {
  const untilSeconds = new Map<string, number>();
  return ({ jti, exp }, now) => {
    const nowSeconds = now.getTime() / 1000;
    for (const [id, until] of untilSeconds) if (until < nowSeconds) untilSeconds.delete(id);
    if (jti === undefined || exp === undefined || untilSeconds.has(jti)) return false;
    untilSeconds.set(jti, exp + SKEW_SECONDS);
    return true;
  };
}

function readClaims(payload: JWTPayload): TokenVerdict {
  const clientId = payload["client_id"] ?? payload.sub;
  const scope = payload["scope"] ?? "";
  if (typeof clientId !== "string" || typeof scope !== "string") return { ok: false, reason: "claim" };
  const confirmation = payload["cnf"] as Readonly<Record<string, unknown>> | undefined;
  if (confirmation === undefined) return { ok: true, claims: { clientId, scope } };
  const thumbprint = confirmation["x5t#S256"];
  // A token bound in a way that is not understood must not pass as an unbound one.
  if (typeof thumbprint !== "string") return { ok: false, reason: "claim" };
  return { ok: true, claims: { clientId, scope, certificateThumbprint: thumbprint } };
}

function reasonOf(error: unknown): Exclude<TokenVerdict, { ok: true }>["reason"] {
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === "nbf" ? "not-yet" : "claim";
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed)
    return "signature";
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return "signature";
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return "malformed";
  return "keys";
}
