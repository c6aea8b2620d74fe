import express from "express";
import type { Request, Response } from "express";

/**
 * Reads a whole body as the bytes that were sent, decompressed where they were compressed.
 *
 * @param maxBytes of the decompressed body
 * @throws an error with `status` 413 when it is larger
 */
export async function readBody(request: Request, response: Response, maxBytes: number): Promise<Uint8Array> {
  const parse = express.raw({ type: () => true, limit: maxBytes });
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error("The body could not be read."));
    });
  });
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
}

/** The largest resource or Bundle to check. */
export const MAX_RESOURCE_BYTES = 20_000_000;
