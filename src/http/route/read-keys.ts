import type { Request, Response } from "express";
import type { Service } from "./service.ts";

/** `GET /.well-known/jwks.json`: the public keys that FHIR servers know us by; none where nothing is signed. */
export function readKeys({ publicKeys }: Service, _request: Request, response: Response): void {
  response.set("Cache-Control", "max-age=300").json({ keys: publicKeys });
}
