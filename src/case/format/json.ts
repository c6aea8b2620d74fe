import { createCollector } from "./collector.ts";
import type { CaseFormat } from "./format.ts";

/** One JSON document, RFC 8259. */
export const json: CaseFormat = {
  mediaTypes: ["application/json"],
  many: false,
  async *read(source) {
    const collector = createCollector();
    for await (const chunk of source) collector.add(chunk);
    yield { line: 1, bytes: collector.take() };
  },
};
