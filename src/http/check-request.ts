import type { Request } from "express";
import type { BuiltOperation } from "../../build/schemas/operations/index.js";
import type { Issue } from "../fhir/index.ts";
import { requestIssue } from "./outcome-response.ts";

/** What keeps a request from being handled: the status, and every issue. */
export interface RequestRefusal {
  readonly status: 400 | 404 | 415;
  readonly issues: readonly Issue[];
}

/**
 * Checks parameters and media type against the operation of openapi.yaml.
 *
 * A path that names an unknown kind or malformed id is 404, since there is no such resource.
 */
export function checkRequest(operation: BuiltOperation, request: Request): RequestRefusal | undefined {
  if (!operation.validate({ path: request.params, query: request.query })) {
    const errors = operation.validate.errors ?? [];
    const status = errors.some(({ instancePath }) => instancePath.startsWith("/path")) ? 404 : 400;
    return { status, issues: errors.map(toIssue) };
  }
  if (operation.bodyTypes.length > 0 && !hasMediaType(request, operation.bodyTypes)) {
    const expected = operation.bodyTypes.join(" or ");
    return {
      status: 415,
      issues: [requestIssue("media-type", "not-supported", `Content of type ${expected} in UTF-8 was expected.`)],
    };
  }
  return undefined;
}

function hasMediaType(request: Request, types: readonly string[]): boolean {
  const charset = /charset="?([^";\s]+)/i.exec(request.get("content-type") ?? "")?.[1];
  return Boolean(request.is([...types])) && (charset === undefined || /^utf-?8$/i.test(charset));
}

function toIssue(error: {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}): Issue {
  const unknown = error.keyword === "additionalProperties" ? error.params["additionalProperty"] : undefined;
  const name = typeof unknown === "string" ? unknown : error.instancePath.split("/")[2];
  const said = unknown === undefined ? (error.message ?? "is not valid") : "is not a parameter of this operation";
  return requestIssue("parameter", "value", `The parameter ${name ?? ""} ${said}.`);
}
