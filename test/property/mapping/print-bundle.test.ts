import fc from "fast-check";
import { expect, it } from "vitest";
import { printJson } from "../../../src/json/index.ts";
import { mapCase } from "../../../src/mapping/index.ts";
import type { ValidCase } from "../../../src/case/index.ts";
import { validCases } from "../../support/case-arbitrary.ts";

/** Whether JSON.stringify escapes a text in a tree. */
function isEscaped(value: unknown): boolean {
  if (typeof value === "string") return JSON.stringify(value) !== `"${value}"`;
  return typeof value === "object" && value !== null && Object.values(value).some(isEscaped);
}

function bundleOf(valid: ValidCase): object {
  const mapped = mapCase(valid);
  if (!mapped.ok) throw new Error("The case is valid, so it can be mapped.");
  return mapped.value;
}

it("prints the bundle of any case as JSON.stringify does", () => {
  fc.assert(
    fc.property(validCases(), (valid) => {
      const bundle = bundleOf(valid);
      expect(printJson(bundle)).toBe(JSON.stringify(bundle));
    }),
    { numRuns: 300 },
  );
});

it("calls a case plain only if no text of it or of its bundle is escaped", () => {
  let plainCount = 0;
  fc.assert(
    fc.property(validCases(), (valid) => {
      if (!valid.isPlain) return;
      plainCount++;
      expect([isEscaped(valid.document), isEscaped(bundleOf(valid))]).toEqual([false, false]);
    }),
    { numRuns: 300 },
  );
  expect(plainCount).toBeGreaterThan(0);
});
