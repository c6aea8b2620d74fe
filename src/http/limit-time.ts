import type { RequestHandler } from "express";
import { requestIssue, sendIssues } from "./outcome-response.ts";

/** For the whole body of a request that is no stream. */
const BODY_MS = 30_000;

/**
 * Ends a request whose body does not come in time with 408, and its connection with it.
 *
 * NDJSON may take as long as it takes: a client that sends a line now and then is at work. One that sends nothing is ended
 * by the server's own time-out for idle sockets.
 */
export function limitTime(bodyMs = BODY_MS): RequestHandler {
  return (request, response, next) => {
    if (!request.complete && !request.is("application/x-ndjson")) {
      const timer = setTimeout(() => {
        if (response.headersSent || request.complete) return;
        response.set("Connection", "close");
        response.once("finish", () => request.destroy());
        sendIssues(response, 408, [
          requestIssue("slow", "timeout", `The whole body was expected within ${bodyMs / 1000} seconds.`),
        ]);
      }, bodyMs);
      request.once("end", () => clearTimeout(timer));
      request.once("close", () => clearTimeout(timer));
    }
    next();
  };
}
