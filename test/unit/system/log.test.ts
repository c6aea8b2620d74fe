import { describe, expect, it } from "vitest";
import { createLog, errorName, type LogEvent, type LogFields } from "../../../src/system/index.ts";

const lines: string[] = [];
const log = createLog(
  (line) => lines.push(line),
  () => new Date(0),
);
const said = (event: LogEvent, fields?: LogFields): unknown => {
  lines.length = 0;
  log(event, fields);
  return lines.length === 0 ? undefined : JSON.parse(lines[0] ?? "");
};

describe("the log", () => {
  it("writes an event with ids, codes and counts", () => {
    expect(said("delivery-failed", { delivery: 7, code: "delivery/timeout", destination: "main" })).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      event: "delivery-failed",
      delivery: 7,
      code: "delivery/timeout",
      destination: "main",
    });
  });

  it("drops what is not of its lists, whatever got past the compiler", () => {
    expect(said("patient-seen" as LogEvent, {})).toBeUndefined();
    expect(
      said("request-failed", { patient: "Doe", message: "x", __proto__: { code: "y" } } as unknown as LogFields),
    ).toEqual({ at: "1970-01-01T00:00:00.000Z", event: "request-failed" });
  });

  it.each([
    ["a sentence", { code: "Jane Doe was refused" }],
    ["a date with blanks", { destination: "born 1949-01-01" }],
    ["an object", { code: { name: "Doe" } }],
    ["a text for a count", { status: "Doe" }],
    ["a line break", { code: "a\nb" }],
    ["a long text", { code: "x".repeat(500) }],
    ["no number", { ms: Number.NaN }],
  ])("drops a field that holds %s", (_, fields) => {
    expect(said("request-failed", fields as unknown as LogFields)).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      event: "request-failed",
    });
  });

  it("knows of what was thrown its class alone", () => {
    expect([errorName(new TypeError("Doe")), errorName("Doe")]).toEqual(["TypeError", "string"]);
  });
});
