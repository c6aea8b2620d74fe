import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAllowedAddress, openOutbound, type Outbound, type ResolveName } from "../../../src/outbound/index.ts";

/** A server that the way out is open to, and another on this machine that it must never reach. */
let allowed: Server;
let forbidden: TcpServer;
let connections = 0;
let requests: string[] = [];
const opened: Outbound[] = [];

const listen = async (server: Server | TcpServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
let port = 0;
let forbiddenPort = 0;

beforeAll(async () => {
  forbidden = createTcpServer((socket) => {
    connections++;
    socket.destroy();
  });
  allowed = createServer((request, response) => {
    requests.push(request.url ?? "");
    if (request.url === "/redirect") {
      response.writeHead(307, { location: `http://127.0.0.1:${forbiddenPort}/` }).end();
    } else if (request.url === "/large") response.end("x".repeat(10_000));
    else if (request.url === "/empty") response.writeHead(204, { "set-cookie": ["a=1", "b=2"] }).end();
    else if (request.url === "/echo") {
      response.setHeader("content-type", request.headers["content-type"] ?? "");
      request.pipe(response);
    } else if (request.url === "/never") response.writeHead(200).write("begun");
    else response.end("here");
  });
  forbiddenPort = await listen(forbidden);
  port = await listen(allowed);
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  allowed.close();
  forbidden.close();
});
beforeEach(() => {
  connections = 0;
  requests = [];
});

const open = (settings: Partial<Parameters<typeof openOutbound>[0]> = {}, resolve?: ResolveName): Outbound => {
  const outbound = openOutbound({ origins: [`http://127.0.0.1:${port}`], ...settings }, resolve);
  opened.push(outbound);
  return outbound;
};

describe("the way out", () => {
  it("reaches a configured origin", async () => {
    const answer = await open().fetch(`http://127.0.0.1:${port}/x`);
    expect([answer.status, await answer.text()]).toEqual([200, "here"]);
  });

  it("brings an answer without a body, and each value of a header", async () => {
    const answer = await open().fetch(`http://127.0.0.1:${port}/empty`);
    expect([answer.status, answer.body, answer.headers.getSetCookie()]).toEqual([204, null, ["a=1", "b=2"]]);
  });

  it("sends a form with its media type", async () => {
    const body = new URLSearchParams({ grant_type: "client_credentials" });
    const answer = await open().fetch(`http://127.0.0.1:${port}/echo`, { method: "POST", body });
    expect(answer.headers.get("content-type")).toContain("application/x-www-form-urlencoded");
    expect(await answer.text()).toBe("grant_type=client_credentials");
  });

  it("ends with the reason of its signal while an answer comes", async () => {
    const ending = new AbortController();
    const answer = open().fetch(`http://127.0.0.1:${port}/never`, { signal: ending.signal });
    setImmediate(() => ending.abort(new DOMException("The time is over.", "TimeoutError")));
    await expect(answer).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("sends nothing when its signal has ended already", async () => {
    const signal = AbortSignal.abort(new Error("ended"));
    await expect(open().fetch(`http://127.0.0.1:${port}/x`, { signal })).rejects.toThrow("ended");
    expect(requests).toEqual([]);
  });

  const spellings = [
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0:PORT/",
    "http://[::1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST.:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://user@127.0.0.1:PORT/",
    "https://127.0.0.1:PORT/",
  ];
  it.each(spellings)("refuses %s before anything is connected", async (spelling) => {
    const url = spelling.replace("PORT", String(forbiddenPort));
    await expect(open().fetch(url)).rejects.toMatchObject({ code: "outbound/origin" });
    expect(connections).toBe(0);
  });

  it("refuses a user's name in an address of the configured origin", async () => {
    await expect(open().fetch(`http://user@127.0.0.1:${port}/`)).rejects.toMatchObject({ code: "outbound/origin" });
    expect(requests).toEqual([]);
  });

  it("follows no redirect", async () => {
    const answer = await open().fetch(`http://127.0.0.1:${port}/redirect`, { redirect: "follow" });
    expect([answer.status, connections]).toEqual([307, 0]);
  });

  it.each([
    ["to this machine", "127.0.0.1"],
    ["to this machine in IPv6", "::1"],
    ["to this machine as a mapped address", "::ffff:127.0.0.1"],
    ["to the metadata service of a cloud", "169.254.169.254"],
    ["to no address", "0.0.0.0"],
    ["to a link-local address", "fe80::1"],
  ])("refuses a name that was rebound %s", async (_, address) => {
    const origin = `http://fhir.example.org:${forbiddenPort}`;
    const outbound = open({ origins: [origin] }, (_host, done) => done(null, [{ address, family: 4 }]));
    await expect(outbound.fetch(`${origin}/`)).rejects.toMatchObject({ code: "outbound/address" });
    expect(connections).toBe(0);
  });

  it("refuses a name of which one answer is allowed and another is not", async () => {
    const origin = `http://fhir.example.org:${forbiddenPort}`;
    const outbound = open({ origins: [origin] }, (_host, done) =>
      done(null, [
        { address: "10.1.2.3", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]),
    );
    await expect(outbound.fetch(`${origin}/`)).rejects.toMatchObject({ code: "outbound/address" });
    expect(connections).toBe(0);
  });

  it("refuses a link-local literal even when it is configured", async () => {
    const outbound = open({ origins: ["http://169.254.169.254"] });
    await expect(outbound.fetch("http://169.254.169.254/")).rejects.toMatchObject({
      code: "outbound/address",
    });
  });

  it("reads no more of an answer than allowed", async () => {
    const answer = open({ maxResponseBytes: 5_000 }).fetch(`http://127.0.0.1:${port}/large`);
    await expect(answer.then((one) => one.text())).rejects.toThrow();
  });

  it("asks whether a request may start when its connection is there, and writes nothing where it may not", async () => {
    const asked: number[] = [];
    // The two connections are taken until these requests are answered.
    const { fetch } = open({ concurrency: 1 });
    const first = Promise.all([1, 2].map(() => fetch(`http://127.0.0.1:${port}/first`)));
    const mayStart = (): boolean => {
      asked.push(requests.length);
      return false;
    };
    const second = fetch(`http://127.0.0.1:${port}/second`, { mayStart });
    await expect(second).rejects.toMatchObject({ code: "outbound/too-late" });
    await first;
    const third = await fetch(`http://127.0.0.1:${port}/third`, { mayStart: () => true });
    expect([asked, requests, await third.text()]).toEqual([[2], ["/first", "/first", "/third"], "here"]);
  });

  it("keeps its pace", async () => {
    const { fetch } = open({ requestsPerSecond: 1000 });
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 21 }, () => fetch(`http://127.0.0.1:${port}/`)));
    expect(performance.now() - startedAt).toBeGreaterThan(18);
  });
});

describe("addresses", () => {
  it.each([
    ["10.0.0.7", "fhir.example.org", true],
    ["192.168.1.7", "fhir.example.org", true],
    ["fd12::7", "fhir.example.org", true],
    ["203.0.113.7", "fhir.example.org", true],
    ["127.0.0.1", "localhost", true],
    ["127.9.9.9", "fhir.example.org", false],
    ["::ffff:a9fe:a9fe", "fhir.example.org", false],
    ["fd00:ec2::254", "fhir.example.org", false],
    ["239.1.1.1", "fhir.example.org", false],
    ["255.255.255.255", "fhir.example.org", false],
    ["nonsense", "fhir.example.org", false],
  ])("%s for %s: %s", (address, host, isAllowed) => {
    expect(isAllowedAddress(address, host)).toBe(isAllowed);
  });
});
