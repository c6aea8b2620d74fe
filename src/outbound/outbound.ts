import { setTimeout as sleep } from "node:timers/promises";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import { createConnector, resolveName, type ResolveName } from "./connect.ts";
import { sendWhole } from "./send-whole.ts";

/** A way out: to which origins, and by which means. */
export interface OutboundSettings {
  /** Exact origins, `https://fhir.example.org`; every other one is refused before anything is connected or resolved. */
  readonly origins: readonly string[];
  /** PEM; stands in place of the system's authorities. */
  readonly ca?: string;
  /** Our certificate and its key, PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly proxy?: string;
  readonly connectTimeoutMs?: number;
  /** For the answer's head, and between parts of its body. */
  readonly answerTimeoutMs?: number;
  readonly maxResponseBytes?: number;
  /** Requests at once, which whoever sends keeps to; there are up to twice as many connections. */
  readonly concurrency?: number;
  readonly requestsPerSecond?: number;
}

/** What may be said of a request besides what fetch takes. */
export interface OutboundInit extends RequestInit {
  /**
   * Asked when its turn has come and a connection is there, right before the first byte goes out; where it says no, nothing
   * goes out.
   */
  readonly mayStart?: () => boolean;
}

/** The way out for one destination or issuer. */
export interface Outbound {
  readonly fetch: (input: string | URL | Request, init?: OutboundInit) => Promise<Response>;
  close(): Promise<void>;
}

/** A request to an origin that nobody configured. */
export class OriginRefused extends Error {
  override readonly name = "OriginRefused";
  readonly code = "outbound/origin";

  constructor() {
    super("A configured origin was expected.");
  }
}

const DEFAULTS = {
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 60_000,
  maxResponseBytes: 32_000_000,
  concurrency: 8,
};

/**
 * For each request at once: a connection rests for a turn of the event loop after an answer, in case the server closes it, and a
 * busy process would lose milliseconds of each request by that.
 */
const CONNECTIONS = 2;

/** An answer that was packed could be unpacked to any size. */
const HEADERS = { "accept-encoding": "identity", "user-agent": "kypho-fhir" };

/**
 * Opens a way out. Redirects are never followed: the answer is the redirect, and where it points to is nobody's choice but
 * the administrator's. An answer comes whole, within the limits, or not at all.
 *
 * @param resolve asks for the addresses of names; the system's by default
 */
export function openOutbound(settings: OutboundSettings, resolve: ResolveName = resolveName): Outbound {
  const dispatcher = toDispatcher({ ...DEFAULTS, ...settings }, resolve);
  const origins = new Set(settings.origins.map((origin) => new URL(origin).origin));
  const turn = createPace(settings.requestsPerSecond);
  const send = async (input: string | URL | Request, { mayStart, ...init }: OutboundInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!origins.has(url.origin) || url.username !== "" || url.password !== "") throw new OriginRefused();
    await turn(init.signal ?? undefined);
    const { body, type } = await readBody(init.body);
    const headers = { ...HEADERS, ...type, ...Object.fromEntries(new Headers(init.headers)) };
    const { method = "GET", signal } = init;
    return sendWhole(dispatcher, { url, method, headers, body, signal: signal ?? undefined, mayStart });
  };
  return { fetch: send, close: () => dispatcher.destroy() };
}

async function readBody(
  content: RequestInit["body"] = null,
): Promise<{ readonly body: string | Buffer | null; readonly type?: Readonly<Record<string, string>> }> {
  if (content === null || typeof content === "string") return { body: content };
  const read = new Response(content);
  const type = read.headers.get("content-type");
  return { body: Buffer.from(await read.arrayBuffer()), ...(type !== null && { type: { "content-type": type } }) };
}

function toDispatcher(settings: OutboundSettings & typeof DEFAULTS, resolve: ResolveName): Dispatcher {
  const { ca, clientCertificate, proxy, connectTimeoutMs, answerTimeoutMs, maxResponseBytes, concurrency } = settings;
  const tls = { ...(ca !== undefined && { ca }), ...clientCertificate, minVersion: "TLSv1.2" as const };
  const limits = {
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: maxResponseBytes,
    connections: concurrency * CONNECTIONS,
    allowH2: false,
  };
  // A proxy resolves names itself, so the addresses behind it are its administrator's to allow.
  if (proxy !== undefined) return new ProxyAgent({ ...limits, uri: proxy, requestTls: tls, proxyTls: tls });
  return new Agent({ ...limits, connect: createConnector(tls, connectTimeoutMs, resolve) });
}

/** Lets one request go at a time, at an even pace. */
function createPace(perSecond: number | undefined): (signal?: AbortSignal) => Promise<void> {
  if (perSecond === undefined) return () => Promise.resolve();
  let nextAt = 0;
  return async (signal) => {
    const now = performance.now();
    const at = Math.max(now, nextAt);
    nextAt = at + 1000 / perSecond;
    if (at > now) await sleep(at - now, undefined, signal ? { signal } : {});
  };
}
