import { createHmac } from "node:crypto";
import { uuidFromBytes } from "../fhir/index.ts";
import type { Identity } from "../fhir/index.ts";

/**
 * Derives the id that a resource gets at a destination: the first 16 bytes of HMAC-SHA256 over
 * `type|system|value`, as a UUID.
 *
 * It is keyed because an id made of a record number alone could be guessed, and ids end up in the
 * logs of every proxy on the way.
 */
export function deriveServerId(secret: string | Uint8Array, { type, system, value }: Identity): string {
  return uuidFromBytes(createHmac("sha256", secret).update(`${type}|${system}|${value}`).digest());
}
