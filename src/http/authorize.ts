import type { TLSSocket } from "node:tls";
import type { Request, Response } from "express";
import type { BuiltOperation } from "../../build/schemas/operations/index.js";
import type { Access, AccessRefusal, Caller, Credentials } from "../access/index.ts";
import { parseScopes, type Issue, type SystemScope } from "../fhir/index.ts";
import { requestIssue, sendIssues } from "./outcome-response.ts";

/** The decision about a request, and who is told of refused logins. */
export interface Guard {
  readonly decide: (credentials: Credentials, needed: readonly SystemScope[], now: Date) => Promise<Access>;
  readonly onRefusal: (refusal: AccessRefusal, address: string) => void;
  readonly requestsPerMinute: number;
  readonly failuresPerMinute: number;
}

/**
 * Lets a request through or answers its refusal; where nobody has to log in there is no guard.
 *
 * The caller stands in `response.locals.caller` after that.
 *
 * @returns whether it may go on
 */
export function createAuthorization(
  guard: Guard | undefined,
  { scopes }: BuiltOperation,
): (request: Request, response: Response) => Promise<boolean> {
  if (guard === undefined || scopes === null) return () => Promise.resolve(true);
  const needed = parseScopes(scopes.join(" "));
  return async (request, response) => {
    const access = await guard.decide(credentialsOf(request), needed, new Date());
    if (access.ok) {
      (response.locals as { caller?: Caller }).caller = access.caller;
      return true;
    }
    const { refusal } = access;
    if (refusal.status !== 503) guard.onRefusal(refusal, request.ip ?? "");
    response.set("WWW-Authenticate", refusal.challenge);
    if (refusal.status === 503) response.set("Retry-After", "5");
    const code = CODES.get(refusal.rule) ?? "login";
    sendIssues(response, refusal.status, [requestIssue(refusal.rule, code, refusal.message)]);
    return false;
  };
}

const CODES: ReadonlyMap<AccessRefusal["rule"], Issue["code"]> = new Map([
  ["login", "login"],
  ["token", "login"],
  ["token-bound", "login"],
  ["scope", "forbidden"],
  ["keys", "transient"],
]);

function credentialsOf(request: Request): Credentials {
  const socket = request.socket as Partial<TLSSocket>;
  const certificate = socket.authorized === true ? socket.getPeerX509Certificate?.() : undefined;
  const thumbprint = certificate && Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex");
  return {
    authorization: request.get("authorization"),
    ...(thumbprint && { certificateThumbprint: thumbprint.toString("base64url") }),
  };
}
