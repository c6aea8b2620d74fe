import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { readCases, type CaseText } from "../case/index.ts";
import { printJson } from "../json/index.ts";
import { decodedBody } from "./decoded-body.ts";

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

async function* answersOf(
  body: AsyncIterable<Uint8Array>,
  answer: (line: CaseText) => Promise<object> | object,
): AsyncGenerator<string> {
  for await (const line of readCases(body)) yield `${printJson(await answer(line))}\n`;
}
