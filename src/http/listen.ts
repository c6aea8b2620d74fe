import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** How we prove who we are, and whose certificates clients must show; PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  readonly clientCa?: string;
}

/** Against clients that hold on to sockets: each limit ends what takes longer with 408 or a closed connection. */
const LIMITS = {
  headersTimeout: 10_000,
  // A long NDJSON intake is one request; `limitTime` bounds every other body.
  requestTimeout: 0,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
} as const satisfies ServerOptions;
/** For a socket on which nothing goes either way. */
const IDLE_MS = 5 * 60_000;
const MAX_CONNECTIONS = 4_000;
const MAX_REQUESTS_PER_SOCKET = 10_000;

/**
 * Makes a server that slow and greedy clients cannot hold, and listens.
 *
 * @throws Error with code `EADDRINUSE` and kin when it cannot listen
 */
export function listen(
  handler: RequestListener,
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: ServerTls },
): Promise<Server> {
  const server: Server = tls
    ? createTlsServer(
        {
          ...LIMITS,
          cert: tls.cert,
          key: tls.key,
          minVersion: "TLSv1.2",
          ...(tls.clientCa !== undefined && { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
        },
        handler,
      )
    : createServer(LIMITS, handler);
  server.timeout = IDLE_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}
