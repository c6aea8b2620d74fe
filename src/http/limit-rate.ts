import type { Request, RequestHandler, Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import type { Caller } from "../access/index.ts";
import type { Guard } from "./authorize.ts";
import { requestIssue, sendIssues } from "./outcome-response.ts";

const MINUTE_MS = 60_000;

const refuse = (_request: Request, response: Response): void => {
  sendIssues(response, 429, [
    requestIssue("too-many", "throttled", "Fewer requests a minute were expected; Retry-After says when to go on."),
  ]);
};

const OPTIONS = { windowMs: MINUTE_MS, standardHeaders: "draft-8", legacyHeaders: false, handler: refuse } as const;

/** Bounds refused logins, by address: who guesses tokens is answered 429 before anything is checked. */
export function limitFailures({ failuresPerMinute }: Guard): RequestHandler {
  return rateLimit({
    ...OPTIONS,
    limit: failuresPerMinute,
    keyGenerator: addressOf,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
  });
}

/** Bounds the requests of one client: by the id that it logged in with, by its address where there is none. */
export function limitRequests({ requestsPerMinute }: Guard): RequestHandler {
  return rateLimit({
    ...OPTIONS,
    limit: requestsPerMinute,
    keyGenerator: (request, response) => {
      const { caller } = response.locals as { readonly caller?: Caller };
      return caller ? `${caller.kind} ${caller.id}` : addressOf(request);
    },
  });
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? "");
}
