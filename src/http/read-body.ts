import express from "express";
import type { Request, RequestHandler, Response } from "express";

/**
 * Reads a whole body as the bytes that were sent, decompressed where they were compressed.
 *
 * @param maxBytes of the decompressed body
 * @throws an error with `status` 413 when it is larger
 */
export async function readBody(request: Request, response: Response, maxBytes: number): Promise<Uint8Array> {
  const parse: RequestHandler = express.raw({ type: () => true, limit: maxBytes });
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: Error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : new Uint8Array();
}

/** The largest resource or Bundle to check. */
export const MAX_RESOURCE_BYTES = 20_000_000;
