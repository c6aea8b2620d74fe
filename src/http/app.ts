import express from "express";
import type { Express, NextFunction, Request, RequestHandler, Response } from "express";
import helmet from "helmet";
import { operations } from "../../build/schemas/operations/index.js";
import { createAuthorization } from "./authorize.ts";
import { checkRequest } from "./check-request.ts";
import { docsAssets } from "./docs.ts";
import { limitFailures, limitRequests } from "./limit-rate.ts";
import { limitTime } from "./limit-time.ts";
import { requestIssue, sendBusy, sendIssues, sendStoreFault } from "./outcome-response.ts";
import { routes, type Service } from "./route/index.ts";
import { StoreFault } from "../store/index.ts";
import { errorName } from "../system/index.ts";

/** A FHIR server that is mounted beside the adapter's own operations. */
export interface Mount {
  readonly path: string;
  readonly handler: RequestHandler;
}

/**
 * Makes the HTTP face of the adapter: every operation of openapi.yaml, each request checked against it.
 *
 * Every refusal is an OperationOutcome with all issues. What goes wrong on our side is 500 with nothing
 * of the error; it goes to `service.log`.
 */
export function createApp(service: Service, mounts: readonly Mount[] = []): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.use(helmet({ contentSecurityPolicy: { directives: { "upgrade-insecure-requests": null } } }));
  for (const { path, handler } of mounts) app.use(path, handler);
  app.use("/docs/assets", docsAssets());
  app.use(limitTime(service.bodyMs));
  const limits = service.guard && { failures: limitFailures(service.guard), requests: limitRequests(service.guard) };
  for (const operation of operations) {
    const { method, path, id } = operation;
    app[method](path, measure(service, id));
    const isOpen = operation.scopes === null;
    if (limits && !isOpen) app[method](path, limits.failures);
    const authorize = createAuthorization(service.guard, operation);
    app[method](path, async (request, response, next) => {
      if (await authorize(request, response)) next();
    });
    if (limits && !isOpen) app[method](path, limits.requests);
    app[method](path, (request, response, next) => {
      const reason = INTAKE.has(id) ? service.pressure() : undefined;
      const refusal = checkRequest(operation, request);
      if (reason !== undefined) sendBusy(response, reason);
      else if (refusal) sendIssues(response, refusal.status, refusal.issues);
      else return routes[id]?.(service, request, response, next);
      return undefined;
    });
  }
  for (const path of new Set(operations.map((operation) => operation.path))) app.all(path, refuseMethod(path));
  app.use((_request, response) => {
    sendIssues(response, 404, [
      requestIssue("not-found", "not-found", "There is nothing at this address; /docs lists what is."),
    ]);
  });
  app.use(answerFailure(service));
  return app;
}

/** Operations that promise to keep something, which is not promised when it may not be kept. */
const INTAKE = new Set(["submit-case", "revise-case", "withdraw-case"]);

/** Tells the figures of each answer, under the name of its operation: no address, since an address may name a case. */
function measure({ metrics, tracing }: Service, operation: string): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once("close", () => {
      const { statusCode } = response;
      const elapsedMs = performance.now() - startedAt;
      metrics.observeRequest(operation, statusCode, elapsedMs);
      tracing?.record({
        name: operation,
        kind: "server",
        elapsedMs,
        isFailed: statusCode >= 500,
        attributes: { "http.request.method": request.method, "http.response.status_code": statusCode },
        parent: request.get("traceparent"),
      });
      if (REFUSED.has(statusCode)) metrics.countRefusal(String(statusCode));
    });
    next();
  };
}

const REFUSED = new Set([401, 403, 408, 429, 503]);

function refuseMethod(path: string): RequestHandler {
  const allowed = operations.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase());
  return (_request, response) => {
    response.set("Allow", allowed.join(", "));
    sendIssues(response, 405, [
      requestIssue("method", "not-supported", `The method ${allowed.join(" or ")} was expected.`),
    ]);
  };
}

function answerFailure(service: Service) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (error instanceof StoreFault) {
      service.log("store-fault", { code: error.code });
      sendStoreFault(response, error);
    } else if (status === 413) {
      sendIssues(response, 413, [
        requestIssue("too-large", "too-long", "A smaller body was expected; /docs gives the limit."),
      ]);
    } else if (typeof status === "number" && status >= 400 && status < 500) {
      sendIssues(response, 400, [
        requestIssue("unreadable", "structure", "The request could not be read as HTTP says it is encoded."),
      ]);
    } else {
      service.log("request-failed", { error: errorName(error) });
      sendIssues(response, 500, [requestIssue("failed", "exception", "The service failed; the fault is on its side.")]);
    }
  };
}
