import { promisify } from "node:util";
import express from "express";
import type { Request, Response } from "express";

type Parse = (request: Request, response: Response, done: (error: Error | null) => void) => void;

/**
 * Reads a whole body as the bytes that were sent, decompressed where they were compressed.
 *
 * @param maxBytes of the decompressed body
 * @throws an error with `status` 413 when it is larger
 */
export async function readBody(request: Request, response: Response, maxBytes: number): Promise<Uint8Array> {
  await promisify(express.raw({ type: () => true, limit: maxBytes }) as Parse)(request, response);
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : new Uint8Array();
}

/** The largest resource or Bundle to check. */
export const MAX_RESOURCE_BYTES = 20_000_000;
