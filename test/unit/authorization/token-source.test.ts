import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, decodeProtectedHeader, type JWK } from "jose";
import Provider, { type Configuration } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createTokenSource,
  readSigningKeys,
  type BackendServices,
  type SigningKeys,
} from "../../../src/authorization/index.ts";

/** A real authorization server beside a bare FHIR base that only knows its smart-configuration. */
const RESOURCE = "https://fhir.example.org";
const GRANTED = "system/Procedure.cruds system/Observation.cruds";

const pemOf = (type: "ec" | "rsa"): string => {
  const pair =
    type === "ec"
      ? generateKeyPairSync("ec", { namedCurve: "secp384r1" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

let keys: SigningKeys;
let next: SigningKeys;
let rsa: SigningKeys;
let published: readonly JWK[];
let server: Server;
let issuer: string;
let requests: { url: string }[] = [];
let nowMs = 0;
let lifeSeconds = 300;
let advertised: string | undefined;

beforeAll(async () => {
  const [first, second] = [pemOf("ec"), pemOf("ec")];
  keys = await readSigningKeys([first, second]);
  next = await readSigningKeys([second]);
  rsa = await readSigningKeys([pemOf("rsa")]);
  published = [...keys.publicKeySet.keys, ...rsa.publicKeySet.keys];
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? "" });
    if (request.url === "/fhir/.well-known/smart-configuration")
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ token_endpoint: advertised ?? `${issuer}/token` }));
    else void callback(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const callback = new Provider(issuer, configuration()).callback();
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  nowMs = 0;
  lifeSeconds = 300;
  advertised = undefined;
});

function configuration(): Configuration {
  const client = (id: string, alg: "ES384" | "RS384") => ({
    client_id: id,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: "private_key_jwt" as const,
    token_endpoint_auth_signing_alg: alg,
    jwks: { keys: [...published] },
    scope: GRANTED,
  });
  return {
    clients: [client("kypho", "ES384"), client("kypho-rsa", "RS384")],
    clientAuthMethods: ["private_key_jwt"],
    enabledJWA: { clientAuthSigningAlgValues: ["ES384", "RS384"] },
    scopes: GRANTED.split(" "),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: () => ({ scope: GRANTED, accessTokenFormat: "jwt", accessTokenTTL: lifeSeconds }),
      },
    },
  };
}

function source(changes: Partial<BackendServices> = {}, fetcher: typeof fetch = fetch) {
  const settings: BackendServices = {
    baseUrl: `${issuer}/fhir`,
    clientId: "kypho",
    scope: GRANTED,
    key: () => keys.current,
    ...changes,
  };
  return createTokenSource(settings, { fetch: fetcher, monotonicMs: () => nowMs });
}

const tokenRequests = () => requests.filter(({ url }) => url === "/token").length;

describe("a token source", () => {
  it("finds the token endpoint and gets a token with the scopes asked for", async () => {
    const token = await source().token();
    expect(decodeJwt(token)).toMatchObject({ client_id: "kypho", aud: RESOURCE, scope: GRANTED });
  });

  it("signs with RS384 too", async () => {
    const token = await source({ clientId: "kypho-rsa", key: () => rsa.current }).token();
    expect(decodeJwt(token)).toMatchObject({ client_id: "kypho-rsa" });
  });

  it("sends an assertion as SMART says: audience, one use, five minutes at most", async () => {
    const bodies: URLSearchParams[] = [];
    const watching: typeof fetch = (url, options) => {
      if (options?.body !== undefined && options.body !== null)
        bodies.push(new URLSearchParams(options.body as URLSearchParams));
      return fetch(url, options);
    };
    const tokens = source({}, watching);
    await tokens.token();
    tokens.drop();
    await tokens.token();
    const claims = bodies.map((body) => decodeJwt(body.get("client_assertion") ?? ""));
    expect(claims.map(({ iss, sub, aud }) => [iss, sub, aud])).toEqual([
      ["kypho", "kypho", `${issuer}/token`],
      ["kypho", "kypho", `${issuer}/token`],
    ]);
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
    for (const { iat = 0, exp = Infinity } of claims) expect(exp - iat).toBeLessThanOrEqual(300);
    expect(decodeProtectedHeader(bodies[0]?.get("client_assertion") ?? "")).toMatchObject({
      typ: "JWT",
      alg: "ES384",
      kid: keys.current.kid,
    });
  });

  it("keeps a token until 80 % of its life, and no longer", async () => {
    lifeSeconds = 100;
    const tokens = source();
    const first = await tokens.token();
    nowMs = 79_999;
    expect(await tokens.token()).toBe(first);
    nowMs = 80_000;
    expect(await tokens.token()).not.toBe(first);
    expect(tokenRequests()).toBe(2);
  });

  it("has one request in flight for all who ask at once", async () => {
    const tokens = source();
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.token()));
    expect([new Set(got).size, tokenRequests()]).toEqual([1, 1]);
  });

  it("asks anew after the server refused its token", async () => {
    const tokens = source();
    const first = await tokens.token();
    tokens.drop();
    expect(await tokens.token()).not.toBe(first);
  });

  it("goes on with the next key once it signs, since that was published before", async () => {
    let current = keys.current;
    const tokens = source({ key: () => current });
    await tokens.token();
    current = next.current;
    tokens.drop();
    await expect(tokens.token()).resolves.toBeTypeOf("string");
  });

  it("is refused with a key that was never published", async () => {
    const stranger = await readSigningKeys([pemOf("ec")]);
    await expect(source({ key: () => stranger.current }).token()).rejects.toMatchObject({
      code: "authorization/refused",
      retryable: false,
    });
  });

  it("does not take a token that grants less than was asked for", async () => {
    await expect(source({ scope: `${GRANTED} system/Patient.cruds` }).token()).rejects.toMatchObject({
      code: "authorization/scope",
      retryable: false,
    });
  });

  it("does not take a token of which nobody says what it grants", async () => {
    const silent: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      const { scope: _, ...answer } = (await response.json()) as Record<string, unknown>;
      return Response.json(answer, { status: response.status });
    };
    const tokens = source({ tokenEndpoint: `${issuer}/token` }, silent);
    await expect(tokens.token()).rejects.toMatchObject({ code: "authorization/scope", retryable: false });
  });

  it("asks once while the server takes its time, and again after it did not answer at all", async () => {
    const asked: PromiseWithResolvers<undefined>[] = [];
    const slow: typeof fetch = async (input, init) => {
      const gate = Promise.withResolvers<undefined>();
      asked.push(gate);
      await gate.promise;
      return fetch(input, init);
    };
    const tokens = source({ tokenEndpoint: `${issuer}/token` }, slow);
    const waiting = Promise.allSettled(Array.from({ length: 5 }, () => tokens.token()));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    // What AbortSignal.timeout says when the time is over.
    asked[0]?.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    for (const one of await waiting)
      expect(one).toMatchObject({ reason: { code: "authorization/unreachable", retryable: true } });
    const later = Promise.all([tokens.token(), tokens.token()]);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.resolve(undefined);
    expect(new Set(await later).size).toBe(1);
    expect(asked).toHaveLength(2);
  });

  it("sends no assertion to a token endpoint of an origin that nobody configured", async () => {
    advertised = "https://elsewhere.example.org/token";
    await expect(source().token()).rejects.toMatchObject({ code: "authorization/discovery" });
    expect(tokenRequests()).toBe(0);
  });

  it("may be tried again later when the server is down", async () => {
    const down = source({ baseUrl: "http://127.0.0.1:9/fhir" });
    await expect(down.token()).rejects.toMatchObject({ code: "authorization/unreachable", retryable: true });
  });
});

describe("signing keys", () => {
  it("publish their public parts alone, each by its thumbprint", () => {
    expect(keys.publicKeySet.keys).toHaveLength(2);
    for (const key of keys.publicKeySet.keys) {
      expect(key).toMatchObject({ kty: "EC", crv: "P-384", alg: "ES384", use: "sig" });
      expect(key).not.toHaveProperty("d");
    }
    expect(next.current.kid).toBe(keys.publicKeySet.keys[1]?.kid);
  });

  it("cannot be read back out of the process", () => {
    expect(keys.current.privateKey.extractable).toBe(false);
  });

  it("are refused when weak or not a key, by their place", async () => {
    const weak = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    await expect(readSigningKeys([pemOf("ec"), weak.toString()])).rejects.toThrow("Private key 1");
    await expect(readSigningKeys(["nothing"])).rejects.toThrow("Private key 0");
    await expect(readSigningKeys([])).rejects.toThrow("At least one");
  });
});
