import type { Request } from "express";
import { decodedBody, refusal } from "./decoded-body.ts";

/**
 * Reads a whole body as the bytes that were sent, decompressed where they were compressed.
 *
 * @param maxBytes of the decompressed body
 * @throws an error with `status` 413 when it is larger
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decodedBody(request)) {
    length += chunk.length;
    if (length > maxBytes) throw refusal(413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The largest resource or Bundle to check. */
export const MAX_RESOURCE_BYTES = 20_000_000;
