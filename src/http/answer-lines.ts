import { pipeline as pipe, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Request, Response } from "express";
import { readCases, type CaseText } from "../case/index.ts";
import { printJson } from "../json/index.ts";

/**
 * Answers NDJSON with NDJSON: one result for each line, in order, in constant memory.
 *
 * A client that stops reading stops us too; one that goes away ends the work.
 */
export async function answerLines(
  request: Request,
  response: Response,
  answer: (line: CaseText) => Promise<object> | object,
): Promise<void> {
  response.status(200).type("application/x-ndjson");
  await pipeline(Readable.from(answersOf(decodedBody(request), answer)), response);
}

/** gzip makes JSON of cases 5 to 60 times smaller; 200 times means that nothing is in it. */
const MAX_RATIO = 200;
const FREE_BYTES = 10_000_000;

/**
 * The body as it comes in, decompressed where it was compressed.
 *
 * @throws Error with `status` 413 in the iteration, when a compressed body grows beyond all measure
 */
export function decodedBody(request: Request): AsyncIterable<Uint8Array> {
  return request.get("content-encoding")?.toLowerCase() === "gzip" ? gunzipped(request) : request;
}

async function* gunzipped(request: Request): AsyncGenerator<Uint8Array> {
  let received = 0;
  let given = 0;
  const gunzip = createGunzip();
  request.on("data", (chunk: Uint8Array) => (received += chunk.length));
  // The error of either side ends the iteration below.
  pipe(request, gunzip, () => undefined);
  for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
    given += chunk.length;
    if (given > FREE_BYTES + received * MAX_RATIO) throw Object.assign(new Error("Too large."), { status: 413 });
    yield chunk;
  }
}

async function* answersOf(
  body: AsyncIterable<Uint8Array>,
  answer: (line: CaseText) => Promise<object> | object,
): AsyncGenerator<string> {
  for await (const line of readCases(body)) yield `${printJson(await answer(line))}\n`;
}
