import type { Resource } from "@medplum/fhirtypes";
import { canonicalHash } from "../../json/index.ts";

/**
 * The SHA-256 of what a resource says, hex: without `id` and `meta`, which are the server's to set (versions, tags that only
 * grow), and whatever the order of its members.
 *
 * References count as they are in the neutral form; what a server holds is led back to it first.
 */
export function contentHash(resource: Resource): string {
  const { id: _, meta: __, ...content } = resource;
  return canonicalHash(content);
}
