import type { Server, ServerResponse } from "node:http";

/** For this long, connections that seem idle stay open: a request may be on its way on them. */
const GRACE_MS = 500;
const STEP_MS = 50;

/**
 * Prepares a server to be closed without losing a request that it took.
 *
 * @returns refuses connections, answers what is under way with `Connection: close`, and resolves when the last
 *   connection has ended
 */
export function drainable(server: Server): () => Promise<void> {
  const open = new Set<ServerResponse>();
  let isDraining = false;
  const sayClose = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader("Connection", "close");
  };
  server.prependListener("request", (_request, response: ServerResponse) => {
    if (isDraining) sayClose(response);
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return () =>
    new Promise((resolve, reject) => {
      isDraining = true;
      for (const response of open) sayClose(response);
      const since = performance.now();
      const idle = setInterval(() => {
        if (performance.now() - since > GRACE_MS) server.closeIdleConnections();
      }, STEP_MS);
      server.close((error) => {
        clearInterval(idle);
        if (error) reject(error);
        else resolve();
      });
    });
}
