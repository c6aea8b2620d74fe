import { createServer as createPlainServer, type Server } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openOutbound, type Outbound, type OutboundSettings } from "../../../src/outbound/index.ts";
import { createAuthority } from "../../support/certificates.ts";

/** A FHIR server that shows a certificate of the hospital's own authority and wants one, and a proxy before it. */
const hospital = createAuthority("hospital");
const elsewhere = createAuthority("elsewhere");
const ours = hospital.issue("kypho");

let server: Server;
let proxy: Server;
let origin: string;
let proxyUrl: string;
let tunnels: string[] = [];
let served: { readonly name: string | undefined; readonly protocol: string | null | undefined }[] = [];
const opened: Outbound[] = [];

const listening = async (one: Server): Promise<number> => {
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  return (one.address() as AddressInfo).port;
};

beforeAll(async () => {
  const own = hospital.issue("fhir");
  server = createServer(
    { cert: own.cert, key: own.key, ca: hospital.cert, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const socket = request.socket as Partial<TLSSocket>;
      served.push({ name: socket.getPeerX509Certificate?.()?.subject, protocol: socket.getProtocol?.() });
      response.end("here");
    },
  );
  origin = `https://127.0.0.1:${await listening(server)}`;
  proxy = createPlainServer();
  proxy.on("connect", (request, client, head) => {
    tunnels.push(request.url ?? "");
    const [host = "", port] = (request.url ?? "").split(":");
    const behind = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      behind.write(head);
      behind.pipe(client);
      client.pipe(behind);
    });
    behind.on("error", () => client.destroy());
    client.on("error", () => behind.destroy());
  });
  proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  for (const one of [server, proxy]) {
    one.closeAllConnections();
    one.close();
  }
});
beforeEach(() => {
  tunnels = [];
  served = [];
});

const ask = async (settings: Partial<OutboundSettings>): Promise<string> => {
  const way = openOutbound({ origins: [origin], ...settings });
  opened.push(way);
  return (await way.fetch(`${origin}/metadata`)).text();
};

describe("the way out by TLS", () => {
  it("trusts the authority that is configured, and shows our certificate", async () => {
    expect(await ask({ ca: hospital.cert, clientCertificate: ours })).toBe("here");
    expect(served).toEqual([{ name: "CN=kypho", protocol: "TLSv1.3" }]);
  });

  it.each([
    ["of the system, where none is configured", {}],
    ["that did not sign the server's certificate", { ca: elsewhere.cert }],
  ])("trusts no server by the authorities %s", async (_, trust) => {
    await expect(ask({ ...trust, clientCertificate: ours })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/) as string,
    });
    expect(served).toEqual([]);
  });

  it("is let in by no server that wants a certificate without one that it trusts", async () => {
    await expect(ask({ ca: hospital.cert })).rejects.toThrow();
    await expect(ask({ ca: hospital.cert, clientCertificate: elsewhere.issue("kypho") })).rejects.toThrow();
    expect(served).toEqual([]);
  });

  it("goes through the proxy that is configured, which sees the address alone", async () => {
    expect(await ask({ ca: hospital.cert, clientCertificate: ours, proxy: proxyUrl })).toBe("here");
    expect(tunnels).toEqual([new URL(origin).host]);
    expect(served).toEqual([{ name: "CN=kypho", protocol: "TLSv1.3" }]);
  });

  it("trusts a server behind a proxy no more than one before it", async () => {
    await expect(ask({ ca: elsewhere.cert, clientCertificate: ours, proxy: proxyUrl })).rejects.toThrow();
    expect(served).toEqual([]);
  });
});
