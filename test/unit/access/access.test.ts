import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createAccess,
  createApiKey,
  createIssuersVerifier,
  createTokenVerifier,
  readApiKeys,
} from "../../../src/access/index.ts";
import { parseScopes } from "../../../src/fhir/index.ts";

const NOW = new Date("2026-03-01T10:00:00Z");
const SECONDS = NOW.getTime() / 1000;
const ISSUER = "https://login.hospital.example.org";
const AUDIENCE = "https://kypho.hospital.example.org";
const NEEDED = parseScopes("system/Procedure.c");
const SECRET = Buffer.alloc(32, 7);

const good: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  iat: SECONDS - 10,
  exp: SECONDS + 300,
  client_id: "integration-engine",
  scope: "openid system/Procedure.cruds",
};

const { exp: _, ...withoutEnd } = good;

type Sign = (claims: JWTPayload, header?: { alg?: string; typ?: string; kid?: string }) => Promise<string>;
let sign: Sign;
let signAsStranger: Sign;
let publicText: Uint8Array;
let published: JWTVerifyGetKey;
let strangerKey: JWK;
let access: ReturnType<typeof createAccess>;

beforeAll(async () => {
  const ours = await generateKeyPair("ES384");
  const stranger = await generateKeyPair("ES384");
  const jwk = await exportJWK(ours.publicKey);
  publicText = Buffer.from(JSON.stringify(jwk));
  strangerKey = await exportJWK(stranger.publicKey);
  const keys = createLocalJWKSet({ keys: [{ ...jwk, kid: "k1", alg: "ES384" }] });
  published = keys;
  const signWith =
    (key: CryptoKey): Sign =>
    (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES384", typ: "at+jwt", kid: "k1", ...header }).sign(key);
  sign = signWith(ours.privateKey);
  signAsStranger = signWith(stranger.privateKey);
  access = createAccess({ verifyToken: createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys }) });
});

const decide = (token: string, certificateThumbprint?: string) =>
  access({ authorization: `Bearer ${token}`, certificateThumbprint }, NEEDED, NOW);

describe("an access token", () => {
  it("is let in when it covers what is needed", async () => {
    expect(await decide(await sign(good))).toEqual({ ok: true, caller: { kind: "token", id: "integration-engine" } });
  });

  it("is let in within a minute of skew", async () => {
    expect((await decide(await sign({ ...good, exp: SECONDS - 59 }))).ok).toBe(true);
  });

  const refused: readonly [string, () => Promise<string>, string][] = [
    ["without a signature", () => Promise.resolve(new UnsecuredJWT(good).encode()), "token"],
    [
      "signed with our public key as a shared secret",
      () => new SignJWT(good).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "k1" }).sign(publicText),
      "token",
    ],
    ["signed by someone else", () => signAsStranger(good), "token"],
    ["of an unknown key", () => sign(good, { kid: "k9" }), "token"],
    ["of another type", () => sign(good, { typ: "JWT" }), "token"],
    ["of another issuer", () => sign({ ...good, iss: "https://other.example.org" }), "token"],
    ["for another audience", () => sign({ ...good, aud: "https://other.example.org" }), "token"],
    ["that has expired", () => sign({ ...good, exp: SECONDS - 61 }), "token"],
    ["that is not valid yet", () => sign({ ...good, nbf: SECONDS + 61 }), "token"],
    ["without an end", () => sign(withoutEnd), "token"],
    ["of another client", () => sign({ ...good, client_id: 7 }), "token"],
    ["bound in an unknown way", () => sign({ ...good, cnf: { jkt: "x" } }), "token"],
    ["with no scope", () => sign({ ...good, scope: "" }), "scope"],
    ["with a scope for reading", () => sign({ ...good, scope: "system/Procedure.rs" }), "scope"],
    ["with a scope of a patient", () => sign({ ...good, scope: "patient/Procedure.cruds" }), "scope"],
    ["that is no token", () => Promise.resolve("abc.def"), "token"],
  ];
  it.each(refused)("%s is refused", async (_, make, rule) => {
    const decision = await decide(await make());
    expect(decision).toMatchObject({ ok: false, refusal: { rule, status: rule === "scope" ? 403 : 401 } });
  });

  it("bound to a certificate is refused when replayed without it, and let in with it", async () => {
    const token = await sign({ ...good, cnf: { "x5t#S256": "thumbprint" } });
    expect(await decide(token)).toMatchObject({ ok: false, refusal: { status: 401, rule: "token-bound" } });
    expect(await decide(token, "another")).toMatchObject({ ok: false, refusal: { rule: "token-bound" } });
    expect((await decide(token, "thumbprint")).ok).toBe(true);
  });

  it("that may be shown once is refused when it is replayed, as long as it lives, and without an id of its own", async () => {
    const once = createAccess({
      verifyToken: createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: published, oneUse: true }),
    });
    const show = async (claims: JWTPayload, now = NOW) =>
      once({ authorization: `Bearer ${await sign(claims)}` }, NEEDED, now);
    expect((await show({ ...good, jti: "1" })).ok).toBe(true);
    expect(await show({ ...good, jti: "1" })).toMatchObject({
      refusal: { status: 401, rule: "token", message: expect.stringContaining("replayed") as string },
    });
    const last = new Date((SECONDS + 300 + 59) * 1000);
    expect(await show({ ...good, jti: "1" }, last)).toMatchObject({ ok: false });
    expect((await show({ ...good, jti: "2" })).ok).toBe(true);
    expect(await show(good)).toMatchObject({ refusal: { status: 401, rule: "token" } });
  });

  it("of several issuers is checked by the keys and for the audience of the one that it names", async () => {
    const other = { issuer: "https://login.research.example.org", audience: "kypho" };
    const theirs = createLocalJWKSet({ keys: [{ ...strangerKey, kid: "k1", alg: "ES384" }] });
    const both = createAccess({
      verifyToken: createIssuersVerifier([
        { issuer: ISSUER, audience: AUDIENCE, keys: published },
        { ...other, keys: theirs },
      ]),
    });
    const shown = async (token: Promise<string>) => both({ authorization: `Bearer ${await token}` }, NEEDED, NOW);
    const ofOther = { ...good, iss: other.issuer, aud: other.audience };
    expect((await shown(sign(good))).ok).toBe(true);
    expect((await shown(signAsStranger(ofOther))).ok).toBe(true);
    const refused = [
      sign(ofOther),
      signAsStranger(good),
      signAsStranger({ ...ofOther, aud: AUDIENCE }),
      sign({ ...good, iss: "https://nobody.example.org" }),
      Promise.resolve("abc.def.ghi"),
    ];
    for (const token of refused) expect(await shown(token)).toMatchObject({ refusal: { status: 401, rule: "token" } });
  });

  it("is answered 503 when the issuer's keys cannot be had", async () => {
    const verifyToken = createTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: () => Promise.reject(new Error("down")),
    });
    const authorization = `Bearer ${await sign(good)}`;
    expect(await createAccess({ verifyToken })({ authorization }, NEEDED, NOW)).toMatchObject({
      refusal: { status: 503, rule: "keys" },
    });
  });
});

describe("an API key", () => {
  const { key, entry } = createApiKey(
    "ward-3",
    "system/Procedure.c",
    "2027-01-01T00:00:00Z",
    Buffer.alloc(32, 3),
    SECRET,
  );
  const withKeys = (now = NOW, shown = key, secret = SECRET) =>
    createAccess({ apiKeys: { entries: readApiKeys(JSON.stringify([entry])), secret } })(
      { authorization: `Bearer ${shown}` },
      NEEDED,
      now,
    );

  it("is let in", async () => {
    expect(await withKeys()).toEqual({ ok: true, caller: { kind: "api-key", id: "ward-3" } });
  });

  it("is refused when it has ended, was changed, is unknown or was made under another secret", async () => {
    const other = createApiKey("ward-4", "system/*.cruds", entry.expiresAt, Buffer.alloc(32, 3), SECRET).key;
    const answers = await Promise.all([
      withKeys(new Date("2027-01-01T00:00:00Z")),
      withKeys(NOW, `${key.slice(0, -1)}A`),
      withKeys(NOW, other),
      withKeys(NOW, key, Buffer.alloc(32, 8)),
    ]);
    expect(answers.map((answer) => !answer.ok && answer.refusal.status)).toEqual([401, 401, 401, 401]);
  });

  it("is not kept in its entry", () => {
    expect(JSON.stringify(entry)).not.toContain(key.slice(-43));
  });

  it("without an end, a good id or a secret of its own is not made", () => {
    const bytes = Buffer.alloc(32, 3);
    expect(() => createApiKey("ward", "", "never", bytes, SECRET)).toThrow("ends");
    expect(() => createApiKey("Ward 3", "", entry.expiresAt, bytes, SECRET)).toThrow("id of");
    expect(() => createApiKey("ward", "", entry.expiresAt, bytes, Buffer.alloc(8))).toThrow("32 bytes");
    expect(() => readApiKeys('[{"id":"a"}]')).toThrow("Entry 0");
  });
});

it("refuses a request without credentials, or with Basic ones, and says how to come in", async () => {
  const answers = await Promise.all(
    [undefined, "Basic YTpi", "Bearer a b"].map((authorization) => access({ authorization }, NEEDED, NOW)),
  );
  for (const answer of answers) {
    expect(answer).toMatchObject({ refusal: { status: 401, rule: "login", challenge: 'Bearer realm="kypho-fhir"' } });
  }
});
