import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { extractCase, mapCase, traceCase, type Result } from "../../../src/index.ts";
import { printJson } from "../../../src/json/index.ts";
import { processCase, withdrawCase } from "../../../src/pipeline.ts";

const bytes = readFileSync("examples/full.json");

/** Changes every list and object in a value. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values(value)) spoil(item);
  if (Array.isArray(value)) value.push("spoiled");
  else Object.assign(value, { spoiled: true });
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error("The example was expected to be mapped.");
  return result.value;
}

test.each<[string, () => Result<object>]>([
  ["the bundle of mapCase", () => mapCase(bytes)],
  ["the bundle of traceCase", () => traceCase(bytes)],
  ["the case of extractCase", () => extractCase(valueOf(mapCase(bytes)).bundle)],
])("%s may be changed without changing the next one", (_, run) => {
  const part = () => {
    const value = valueOf(run()) as { readonly bundle?: object; readonly document?: object };
    return value.bundle ?? value.document;
  };
  const before = JSON.stringify(part());
  spoil(part());
  expect(JSON.stringify(part())).toBe(before);
});

test("no stage changes the constants that results share", () => {
  const { bundle } = valueOf(processCase(bytes));
  printJson(bundle);
  const revised = Buffer.from(bytes.toString("utf8").replace('"volumeMl": 4.5', '"volumeMl": 4.25'));
  expect(printJson(valueOf(processCase(revised, { previous: bundle })).bundle)).toContain("4.25");
  withdrawCase(bundle, "2026-01-01T00:00:00Z");
  // A constant is printed once: where it were changed since, the texts would differ.
  const again = valueOf(processCase(bytes)).bundle;
  expect(printJson(again)).toBe(JSON.stringify(again));
});
