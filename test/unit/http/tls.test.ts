import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startService, type RunningService } from "../../../src/main.ts";
import { createAuthority, thumbprintOf } from "../../support/certificates.ts";

/** A service that wants a certificate of every client, and a token beside it. */
const ISSUER = "https://login.hospital.example.org";
const AUDIENCE = "https://kypho.hospital.example.org";
const hospital = createAuthority("hospital");
const [engine, ward] = [hospital.issue("engine"), hospital.issue("ward")];
const stranger = createAuthority("elsewhere").issue("engine");
const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
const folder = mkdtempSync(join(tmpdir(), "kypho-tls-"));
let service: RunningService;

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const own = hospital.issue("kypho");
  const files = {
    "server.pem": own.cert,
    "server-key.pem": own.key,
    "clients.pem": hospital.cert,
    "keys.json": JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "ES384" }] }),
    "kypho.yaml": `destinations:
  - { name: nowhere, baseUrl: "http://127.0.0.1:9/fhir" }
inbound:
  issuers: [{ issuer: ${ISSUER}, audience: ${AUDIENCE}, keysFile: keys.json }]
  tls: { certFile: server.pem, keyFile: server-key.pem, clientCaFile: clients.pem }
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const settingsFile = join(folder, "kypho.yaml");
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder: join(folder, "data"), settingsFile });
});
afterAll(async () => {
  await service.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const tokenFor = (thumbprint?: string): Promise<string> =>
  new SignJWT({
    client_id: "engine",
    scope: "system/Procedure.rs",
    ...(thumbprint !== undefined && { cnf: { "x5t#S256": thumbprint } }),
  })
    .setProtectedHeader({ alg: "ES384", typ: "at+jwt", kid: "k1" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);

/** The status of an answer, or how the connection failed. */
const ask = async (
  path: string,
  options: RequestOptions,
  token?: string,
): Promise<{ readonly status?: number | undefined; readonly failure?: string }> => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve) => {
    const asked = request(new URL(path, service.url), { agent: false, headers, ...options }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    asked.on("error", ({ message }) => resolve({ failure: message }));
    asked.end();
  });
};
const trusting = { ca: hospital.cert };

describe("a service with mutual TLS", () => {
  it("serves a client that shows a certificate of the configured authority", async () => {
    expect(service.url).toMatch(/^https:/);
    expect(await ask("/livez", { ...trusting, ...engine })).toEqual({ status: 200 });
  });

  it("is served by nothing older than TLS 1.2", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    expect(await ask("/livez", { ...trusting, ...engine, ...old })).toMatchObject({
      failure: expect.stringContaining("alert protocol version") as string,
    });
  });

  it("answers no client without a certificate, or with one of another authority", async () => {
    expect(await ask("/livez", trusting)).toHaveProperty("failure");
    expect(await ask("/livez", { ...trusting, ...stranger })).toHaveProperty("failure");
  });

  it("wants a token beside the certificate", async () => {
    expect(await ask("/cases", { ...trusting, ...engine })).toEqual({ status: 401 });
    expect(await ask("/cases", { ...trusting, ...engine }, await tokenFor())).toEqual({ status: 200 });
  });

  it("takes a token that is bound to a certificate with that certificate alone", async () => {
    const token = await tokenFor(thumbprintOf(engine));
    expect(await ask("/cases", { ...trusting, ...engine }, token)).toEqual({ status: 200 });
    expect(await ask("/cases", { ...trusting, ...ward }, token)).toEqual({ status: 401 });
  });
});
