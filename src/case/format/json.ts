import { createCollector } from "./collector.ts";
import type { CaseFormat } from "./format.ts";

/** One JSON document, RFC 8259. */
export const json: CaseFormat = {
  mediaTypes: ["application/json"],
  many: false,
  async *read(source) {
    const collector = createCollector();
    // The producer may fill its chunk anew, so it is copied.
    for await (const chunk of source) collector.add(chunk.slice());
    yield { line: 1, bytes: collector.take() };
  },
};
