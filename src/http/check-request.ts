import type { Request } from "express";
import type { BuiltOperation } from "../../build/schemas/operations/index.js";
import type { Issue } from "../fhir/index.ts";
import { requestIssue } from "./outcome-response.ts";

/** What keeps a request from being handled: the status, and every issue. */
export interface RequestRefusal {
  readonly status: 400 | 404 | 415 | 428;
  readonly issues: readonly Issue[];
}

/**
 * Checks parameters and media type against the operation of openapi.yaml.
 *
 * A path that names an unknown kind or malformed id is 404, since there is no such resource; a condition that is
 * required and missing is 428 (RFC 6585 §3).
 */
export function checkRequest(operation: BuiltOperation, request: Request): RequestRefusal | undefined {
  if (!operation.validate({ path: request.params, query: request.query, header: request.headers })) {
    const errors = operation.validate.errors ?? [];
    return { status: statusOf(errors), issues: errors.map(toIssue) };
  }
  if (operation.bodyTypes.length > 0 && !hasMediaType(request, operation.bodyTypes)) {
    const expected = operation.bodyTypes.join(" or ");
    return {
      status: 415,
      issues: [requestIssue("media-type", "not-supported", `Content of type ${expected} in UTF-8 was expected.`)],
    };
  }
  const encoding = request.get("content-encoding") ?? "identity";
  if (operation.bodyTypes.length > 0 && !/^(?:identity|gzip)$/i.test(encoding)) {
    return {
      status: 415,
      issues: [requestIssue("encoding", "not-supported", "Content that is not encoded, or by gzip, was expected.")],
    };
  }
  return undefined;
}

function hasMediaType(request: Request, types: readonly string[]): boolean {
  const charset = /charset="?([^";\s]+)/i.exec(request.get("content-type") ?? "")?.[1];
  return Boolean(request.is([...types])) && (charset === undefined || /^utf-?8$/i.test(charset));
}

type ParameterErrors = NonNullable<BuiltOperation["validate"]["errors"]>;

function statusOf(errors: ParameterErrors): RequestRefusal["status"] {
  if (errors.some(({ instancePath }) => instancePath.startsWith("/path"))) return 404;
  return errors.some(({ params }) => (params as { missingProperty?: unknown }).missingProperty === "if-match")
    ? 428
    : 400;
}

function toIssue({ instancePath, keyword, params, message = "is not valid" }: ParameterErrors[number]): Issue {
  const { additionalProperty, missingProperty } = params as Readonly<Record<string, string | undefined>>;
  const name = additionalProperty ?? missingProperty ?? instancePath.split("/")[2] ?? "";
  const said =
    keyword === "additionalProperties"
      ? "is not a parameter of this operation"
      : keyword === "required"
        ? "is required"
        : message;
  return requestIssue("parameter", "value", `The parameter ${name} ${said}.`);
}
