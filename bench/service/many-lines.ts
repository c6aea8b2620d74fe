import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { typicalCase } from "./typical-case.ts";

/** What an intake of many lines came to. */
export interface LineFigures {
  readonly lineCount: number;
  readonly createdCount: number;
  readonly seconds: number;
}

/** Sends all cases before it reads the first result, and counts the results. */
export async function measureLines(url: string, lineCount: number, prefix: string): Promise<LineFigures> {
  const startedAt = performance.now();
  const sent = request(`${url}/cases`, { method: "POST", headers: { "content-type": "application/x-ndjson" } });
  const answered = once(sent, "response");
  for (let line = 0; line < lineCount; line++) {
    if (!sent.write(`${typicalCase(`${prefix}-${line}`)}\n`)) await once(sent, "drain");
  }
  sent.end();
  const [response] = (await answered) as [NodeJS.ReadableStream];
  let createdCount = 0;
  for await (const result of createInterface({ input: response })) if (result.includes('"created"')) createdCount++;
  return { lineCount, createdCount, seconds: (performance.now() - startedAt) / 1000 };
}
