import * as oauth from "oauth4webapi";
import { covers, parseScopes } from "../fhir/index.ts";
import { AuthorizationFault } from "./authorization-fault.ts";
import type { SigningKey } from "./signing-keys.ts";

/** A client of SMART Backend Services at one FHIR server. */
export interface BackendServices {
  /** The FHIR server's base URL, without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  /** SMART system scopes that delivery needs; a token that grants less is not used. */
  readonly scope: string;
  readonly key: () => SigningKey;
  /** Where tokens are got, when it is not to be read from the server's `.well-known/smart-configuration`. */
  readonly tokenEndpoint?: string;
  /** Origins besides the server's own that a discovered token endpoint may have. */
  readonly tokenOrigins?: readonly string[];
}

/** What a token source needs of the world. */
export interface TokenWorld {
  readonly fetch: typeof fetch;
  /** Milliseconds that only ever grow. */
  readonly monotonicMs: () => number;
}

/** Tokens for one destination. */
export interface TokenSource {
  /**
   * A token to send with, kept until 80 % of its life; callers that ask at once share one request.
   *
   * @throws AuthorizationFault
   */
  token(): Promise<string>;
  /** Forgets the token, after the server refused it with 401. */
  drop(): void;
}

interface HeldToken {
  readonly text: string;
  readonly untilMs: number;
}

/** SMART lets an assertion live five minutes at most; one is used at once. */
const ASSERTION_SECONDS = 60;
/** A token whose life is not told is taken to live as long as SMART recommends at most. */
const DEFAULT_LIFE_SECONDS = 300;
const TIMEOUT_MS = 10_000;

/**
 * Makes the source of tokens for a server.
 *
 * The assertion is signed anew each time with the current key, so rotated keys serve from the next token on.
 * https://hl7.org/fhir/smart-app-launch/STU2.1/backend-services.html#obtain-access-token
 */
export function createTokenSource(settings: BackendServices, world: TokenWorld): TokenSource {
  let held: HeldToken | undefined;
  let flight: Promise<HeldToken> | undefined;
  let endpoint: string | undefined = settings.tokenEndpoint;

  const request = async (): Promise<HeldToken> => {
    endpoint ??= await discoverTokenEndpoint(settings, world);
    return requestToken(settings, endpoint, world);
  };
  return {
    async token() {
      if (held !== undefined && world.monotonicMs() < held.untilMs) return held.text;
      flight ??= request().finally(() => (flight = undefined));
      held = await flight;
      return held.text;
    },
    drop() {
      held = undefined;
    },
  };
}

/** https://hl7.org/fhir/smart-app-launch/STU2.1/conformance.html#using-well-known */
async function discoverTokenEndpoint(settings: BackendServices, world: TokenWorld): Promise<string> {
  const address = `${settings.baseUrl}/.well-known/smart-configuration`;
  const configuration = await read(address, world);
  const endpoint = (configuration as { token_endpoint?: unknown }).token_endpoint;
  if (typeof endpoint !== "string" || !URL.canParse(endpoint))
    throw new AuthorizationFault("authorization/discovery", "A token_endpoint was expected in smart-configuration.");
  const origins = [new URL(settings.baseUrl).origin, ...(settings.tokenOrigins ?? [])];
  // What a server tells us must not send our assertion to a place that no administrator named.
  if (!origins.includes(new URL(endpoint).origin))
    throw new AuthorizationFault("authorization/discovery", "A token_endpoint of a configured origin was expected.");
  return endpoint;
}

async function read(address: string, world: TokenWorld): Promise<object> {
  try {
    const response = await world.fetch(address, {
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return Object(await response.json()) as object;
  } catch (cause) {
    throw new AuthorizationFault("authorization/unreachable", "A smart-configuration was expected, none came.", cause);
  }
}

async function requestToken(settings: BackendServices, endpoint: string, world: TokenWorld): Promise<HeldToken> {
  const key = settings.key();
  const server: oauth.AuthorizationServer = { issuer: new URL(endpoint).origin, token_endpoint: endpoint };
  const client: oauth.Client = { client_id: settings.clientId };
  const authentication = oauth.PrivateKeyJwt(
    { key: key.privateKey, kid: key.kid },
    {
      [oauth.modifyAssertion]: (header, payload) => {
        header["typ"] = "JWT";
        payload["aud"] = endpoint;
        payload["exp"] = Number(payload["iat"]) + ASSERTION_SECONDS;
      },
    },
  );
  const askedAtMs = world.monotonicMs();
  let answer: oauth.TokenEndpointResponse;
  try {
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      { scope: settings.scope },
      {
        [oauth.customFetch]: (url, options) => world.fetch(url, options),
        // oauth4webapi asks before it sends to http; the destination's own settings have decided that already.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
        [oauth.allowInsecureRequests]: true,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
    answer = await oauth.processClientCredentialsResponse(server, client, response);
  } catch (cause) {
    throw toFault(cause);
  }
  requireScope(answer, settings);
  const lifeSeconds = answer.expires_in ?? DEFAULT_LIFE_SECONDS;
  return { text: answer.access_token, untilMs: askedAtMs + lifeSeconds * 800 };
}

/**
 * A server may grant less than was asked for with a 200, and say so in `scope` alone (RFC 6749 §3.3, §5.1). One that leaves it
 * out may have granted nothing (oidc-provider does); SMART asks for it in each answer.
 * https://hl7.org/fhir/smart-app-launch/STU2.1/backend-services.html#issue-access-token
 */
function requireScope(answer: oauth.TokenEndpointResponse, { scope }: BackendServices): void {
  if (covers(parseScopes(answer.scope ?? ""), parseScopes(scope))) return;
  throw new AuthorizationFault("authorization/scope", "All scopes asked for were expected, fewer were granted.");
}

function toFault(cause: unknown): AuthorizationFault {
  if (cause instanceof oauth.ResponseBodyError) {
    const isScope = cause.error === "invalid_scope";
    return isScope
      ? new AuthorizationFault("authorization/scope", "The scopes asked for were expected to be known.", cause)
      : new AuthorizationFault("authorization/refused", `A token was expected, the server said ${cause.error}.`, cause);
  }
  return new AuthorizationFault("authorization/unreachable", "A token was expected, no usable answer came.", cause);
}
