import { spawnSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet, type JWK } from "jose";
import Provider, { type Configuration } from "oidc-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createApiKey } from "../../src/access/index.ts";
import { readSigningKeys } from "../../src/authorization/index.ts";
import { createEmbeddedServer } from "../../src/embedded/index.ts";
import { startService, type RunningService } from "../../src/main.ts";
import { openStore, verifyAudit } from "../../src/store/index.ts";
import { readExample } from "../support/example.ts";

/** A service from a settings file, between a real authorization server and a FHIR server that wants its tokens. */
const RESOURCE = "https://fhir.example.org";
const SCOPE = "system/Patient.cruds system/Procedure.cruds";
const folder = mkdtempSync(join(tmpdir(), "kypho-service-"));
const secret = randomBytes(32).toString("hex");
const pem = (): string =>
  generateKeyPairSync("ec", { namedCurve: "secp384r1" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const [oldKey, newKey] = [pem(), pem()];

let server: Server;
let origin: string;
let lifeSeconds = 300;
let isTokenServerDown = false;
let assertions: string[] = [];
let authorized = 0;
let refused = 0;
let key: string;
let readOnlyKey: string;

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  file("old.pem", oldKey);
  file("new.pem", newKey);
  file("secret", secret);
  const [full, reading] = [
    createApiKey("engine", "system/Procedure.cruds", "2999-01-01T00:00:00Z", randomBytes(32), Buffer.from(secret)),
    createApiKey("reader", "system/Procedure.rs", "2999-01-01T00:00:00Z", randomBytes(32), Buffer.from(secret)),
  ];
  key = full.key;
  readOnlyKey = reading.key;
  file("keys.json", JSON.stringify([full.entry, reading.entry]));

  const app = express();
  const keys = await readSigningKeys([oldKey, newKey]);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(origin, configurationOf([...keys.publicKeySet.keys]));
  provider.use(async (context, next) => {
    await next();
    const { client_assertion: assertion } = (context as { oidc?: { body?: Record<string, string> } }).oidc?.body ?? {};
    if (assertion !== undefined) assertions.push(assertion);
  });
  app.get("/fhir/.well-known/smart-configuration", (_request, response) => {
    response.json({ token_endpoint: `${origin}/token` });
  });
  app.use("/fhir", (request, response, next) => {
    checkToken(request.get("authorization") ?? "").then(
      () => {
        authorized++;
        next();
      },
      () => {
        refused++;
        response.status(401).end();
      },
    );
  });
  app.use("/fhir", createEmbeddedServer().router);
  const callback = provider.callback();
  app.use((request, response) => {
    if (isTokenServerDown) response.status(503).end();
    else void callback(request, response);
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  lifeSeconds = 300;
  isTokenServerDown = false;
  assertions = [];
  authorized = 0;
  refused = 0;
});

async function checkToken(header: string): Promise<void> {
  const { keys } = (await (await fetch(`${origin}/jwks`)).json()) as JSONWebKeySet;
  await jwtVerify(header.replace("Bearer ", ""), createLocalJWKSet({ keys }), { issuer: origin, audience: RESOURCE });
}

function configurationOf(published: readonly JWK[]): Configuration {
  return {
    clients: [
      {
        client_id: "kypho",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "ES384",
        jwks: { keys: [...published] },
        scope: SCOPE,
      },
    ],
    clientAuthMethods: ["private_key_jwt"],
    enabledJWA: { clientAuthSigningAlgValues: ["ES384"] },
    scopes: SCOPE.split(" "),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          accessTokenFormat: "jwt",
          accessTokenTTL: lifeSeconds,
        }),
      },
    },
  };
}

const start = (signingKeys: readonly string[], scope = SCOPE, data = "data"): Promise<RunningService> => {
  const settingsFile = join(folder, "kypho.yaml");
  writeFileSync(
    settingsFile,
    `destinations:
  - name: hospital
    baseUrl: ${origin}/fhir
    backendServices: { clientId: kypho, scope: "${scope}" }
signingKeys: [${signingKeys.join(", ")}]
inbound:
  apiKeys: { file: keys.json, secretFile: secret }
limits: { maxEventLoopDelayMs: 60000 }
`,
  );
  return startService({ host: "127.0.0.1", port: 0, dataFolder: join(folder, data), settingsFile });
};

const submit = (service: RunningService, caseId: string, token = key): Promise<Response> =>
  fetch(`${service.url}/cases`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...readExample("minimal"), caseId }),
  });
const stateOf = async (service: RunningService, caseId: string): Promise<string | undefined> => {
  const headers = { authorization: `Bearer ${readOnlyKey}` };
  const found = (await (await fetch(`${service.url}/cases/${caseId}`, { headers })).json()) as {
    readonly deliveries: readonly { readonly state: string }[];
  };
  return found.deliveries[0]?.state;
};
const delivered = (service: RunningService, caseId: string): Promise<void> =>
  expect.poll(() => stateOf(service, caseId), { timeout: 60_000 }).toBe("delivered");
const kidsOf = (texts: readonly string[]): ReadonlySet<string | undefined> =>
  new Set(texts.map((text) => decodeProtectedHeader(text).kid));

describe("a service of a settings file", () => {
  it("lets nobody in without a key, nobody do more than its scope says, and tells the audit", async () => {
    const service = await start(["old.pem"]);
    const answers = [
      await submit(service, "A-1", ""),
      await submit(service, "A-1", `${key.slice(0, -1)}_`),
      await submit(service, "A-1", readOnlyKey),
      await submit(service, "A-1"),
    ];
    await service.close();
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403, 201]);
    const store = await openStore({ dataFolder: join(folder, "data"), access: "read" });
    const rows = await store.read((reader) => reader.selectFrom("audit").select(["actor", "action"]).execute());
    const { breaks } = await verifyAudit(store);
    await store.close();
    expect(breaks).toEqual([]);
    expect(rows).toEqual(expect.arrayContaining([{ actor: "(unknown)", action: "login-refused" }]));
    expect(rows).toEqual(expect.arrayContaining([{ actor: "(service)", action: "settings-loaded" }]));
    expect(rows.filter(({ actor }) => actor === "engine")).not.toEqual([]);
  });

  it("gets tokens for its destination, and publishes the keys that it asks with", async () => {
    const service = await start(["old.pem", "new.pem"]);
    await submit(service, "B-1");
    await delivered(service, "B-1");
    const { keys } = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as { keys: readonly JWK[] };
    await service.close();
    expect(refused).toBe(0);
    expect(authorized).toBeGreaterThan(0);
    expect(keys.map(({ kid, d }) => [typeof kid, d])).toEqual(Array(2).fill(["string", undefined]));
    expect(kidsOf(assertions)).toEqual(new Set([keys[0]?.kid]));
  });

  it("goes on with the next key after a rotation, without a send that fails", async () => {
    const service = await start(["new.pem", "old.pem"]);
    await submit(service, "C-1");
    await delivered(service, "C-1");
    const { keys } = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as { keys: readonly JWK[] };
    await service.close();
    expect(refused).toBe(0);
    expect(kidsOf(assertions)).toEqual(new Set([keys[0]?.kid]));
  });

  it("asks for another token when the first one is about to expire", async () => {
    lifeSeconds = 1;
    const service = await start(["new.pem"]);
    await submit(service, "D-1");
    await delivered(service, "D-1");
    const first = assertions.length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await submit(service, "D-2");
    await delivered(service, "D-2");
    await service.close();
    expect(assertions.length).toBeGreaterThan(first);
  });

  it("sends nothing with a token that grants less than was asked for", async () => {
    const service = await start(["new.pem"], `${SCOPE} system/Observation.cruds`, "narrow");
    await submit(service, "E-1");
    await expect.poll(() => assertions.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const state = await stateOf(service, "E-1");
    await service.close();
    expect([authorized, state === "delivered"]).toEqual([0, false]);
  });

  it("keeps what it cannot send while the token server is down, and sends it after that", async () => {
    isTokenServerDown = true;
    const service = await start(["new.pem"]);
    expect((await submit(service, "F-1")).status).toBe(201);
    expect(await stateOf(service, "F-1")).not.toBe("delivered");
    isTokenServerDown = false;
    await delivered(service, "F-1");
    await service.close();
  });

  it("does not start to listen to others when nobody has to log in, nor with the embedded server when somebody has", async () => {
    const dataFolder = join(folder, "none");
    await expect(startService({ host: "0.0.0.0", port: 0, dataFolder })).rejects.toThrow("inbound");
    writeFileSync(join(folder, "alone.yaml"), "inbound:\n  apiKeys: { file: keys.json, secretFile: secret }\n");
    const settingsFile = join(folder, "alone.yaml");
    await expect(startService({ host: "127.0.0.1", port: 0, dataFolder, settingsFile })).rejects.toThrow("embedded");
  });
});

it("`kypho api-key` prints a key and the entry that lets it in", () => {
  const command = join(import.meta.dirname, "../../src/cli/kypho.js");
  const run = (scope: string) =>
    spawnSync(
      process.execPath,
      [
        command,
        "api-key",
        "ward-3",
        "--scope",
        scope,
        "--until",
        "2999-01-01T00:00:00Z",
        "--secret",
        join(folder, "secret"),
      ],
      { encoding: "utf8" },
    );
  const { status, stdout } = run("system/Procedure.c");
  expect(status).toBe(0);
  const made = JSON.parse(stdout) as { readonly key: string; readonly entry: { readonly hmac: string } };
  expect(made.key).toMatch(/^kypho_ward-3_/);
  expect(JSON.stringify(made.entry)).not.toContain(made.key.slice(-43));
  expect(run("everything").status).toBe(2);
});
