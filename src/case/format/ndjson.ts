import { createCollector } from "./collector.ts";
import type { CaseFormat, CaseText } from "./format.ts";

const LINE_FEED = 0x0a;
const SPACES = new Set([0x20, 0x09, 0x0d]);

/** One case a line; lines end in LF or CRLF, and blank ones are skipped. https://github.com/ndjson/ndjson-spec */
export const ndjson: CaseFormat = {
  mediaTypes: ["application/x-ndjson", "application/ndjson"],
  many: true,
  read: readLines,
};

async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<CaseText> {
  const collector = createCollector();
  let line = 1;
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      collector.add(chunk.subarray(start, end));
      const bytes = withoutReturn(collector.take());
      if (!isBlank(bytes)) yield { line, bytes };
      line++;
      start = end + 1;
    }
    // The producer may fill its chunk anew, so what stays over is copied.
    if (start < chunk.length) collector.add(chunk.slice(start));
  }
  const bytes = withoutReturn(collector.take());
  if (!isBlank(bytes)) yield { line, bytes };
}

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => SPACES.has(byte));
}
