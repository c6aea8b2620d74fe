import { describe, expect, it } from "vitest";
import { FORMATS, formatOf, json, ndjson } from "../../../../src/case/format/index.ts";
import { MAX_DOCUMENT_BYTES } from "../../../../src/case/limits.ts";
import { describeFormat, readAll } from "./format.contract.ts";

for (const format of FORMATS) describeFormat(format);

describe("formatOf", () => {
  it("finds a format by media type, with parameters and in any case", () => {
    expect(formatOf("application/json; charset=utf-8")).toBe(json);
    expect(formatOf("Application/X-NDJSON")).toBe(ndjson);
    expect(formatOf("text/plain")).toBeUndefined();
  });
});

describe("ndjson", () => {
  it("gives each line with its number, in LF and CRLF alike, and skips blank lines", async () => {
    expect(await readAll(ndjson, '{"a":1}\r\n\n  \t\r\n{"a":2}\n{"a":3}')).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 4, text: '{"a":2}' },
      { line: 5, text: '{"a":3}' },
    ]);
  });

  it("gives nothing for an empty file", async () => {
    expect(await readAll(ndjson, "")).toEqual([]);
    expect(await readAll(ndjson, "\n\n")).toEqual([]);
  });

  it("goes on behind a line that is over the limit", async () => {
    const found = await readAll(ndjson, `${"x".repeat(MAX_DOCUMENT_BYTES + 50_000)}\n{"a":2}\n`, 65_536);
    expect(found.map(({ line, text }) => [line, text.length])).toEqual([
      [1, MAX_DOCUMENT_BYTES + 1],
      [2, 7],
    ]);
  });
});

describe("json", () => {
  it("gives one case even where nothing was sent, so that its absence is told", async () => {
    expect(await readAll(json, "")).toEqual([{ line: 1, text: "" }]);
  });
});
