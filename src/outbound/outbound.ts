import { setTimeout as sleep } from "node:timers/promises";
import { Agent, fetch as undiciFetch, ProxyAgent, type Dispatcher } from "undici";
import { createConnector, resolveName, type ResolveName } from "./connect.ts";
import { startsOnlyIf } from "./start-gate.ts";

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

/** The built-in types of fetch and undici's describe the same objects; only undici's takes this undici's dispatchers. */
const fetchByDispatcher = undiciFetch as unknown as typeof fetch;

/**
 * Opens a way out. Redirects are never followed: the answer is the redirect, and where it points to is nobody's choice but
 * the administrator's.
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
    const way = mayStart ? dispatcher.compose(startsOnlyIf(mayStart)) : dispatcher;
    const options = { ...init, redirect: "manual", dispatcher: way } as unknown as RequestInit;
    return fetchByDispatcher(url, options);
  };
  return { fetch: send, close: () => dispatcher.destroy() };
}

function toDispatcher(settings: OutboundSettings & typeof DEFAULTS, resolve: ResolveName): Dispatcher {
  const { ca, clientCertificate, proxy, connectTimeoutMs, answerTimeoutMs, maxResponseBytes, concurrency } = settings;
  const tls = { ...(ca !== undefined && { ca }), ...clientCertificate, minVersion: "TLSv1.2" as const };
  const limits = {
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: maxResponseBytes,
    connections: concurrency,
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
