import type { Request, Response } from "express";
import type { IntakeRequest } from "../intake/index.ts";

/** Who asks, where nobody had to say: the service listens to this machine alone then. */
const LOCAL = "(local)";

/** What comes with a request besides its document. `response.locals.caller` is the caller that access let in. */
export function readIntakeRequest(request: Request, response: Response): IntakeRequest {
  const caller = (response.locals as { readonly caller?: { readonly id: string } }).caller;
  const idempotencyKey = request.get("idempotency-key");
  return { actor: caller?.id ?? LOCAL, ...(idempotencyKey !== undefined && { idempotencyKey }) };
}
