import fc from "fast-check";
import { expect, it } from "vitest";
import { printJson } from "../../../src/json/index.ts";
import { mapCase } from "../../../src/mapping/index.ts";
import { validateCase, type ValidCase } from "../../../src/case/index.ts";
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

/** The same case with a letter in place of each character that JSON escapes; nothing where that makes no case. */
function unescaped({ document }: ValidCase): ValidCase[] {
  const text = JSON.stringify(document).replaceAll(/\\(?:u[0-9a-f]{4}|.)/g, "x");
  const result = validateCase(Buffer.from(text));
  return result.ok ? [result.value] : [];
}

it("prints the bundle of any case as JSON.stringify does", () => {
  fc.assert(
    fc.property(validCases(), (valid) => {
      for (const one of [valid, ...unescaped(valid)]) {
        const bundle = bundleOf(one);
        expect(printJson(bundle)).toBe(JSON.stringify(bundle));
      }
    }),
    { numRuns: 300 },
  );
});

it("calls a case plain only if no text of it or of its bundle is escaped", () => {
  let plainCount = 0;
  fc.assert(
    fc.property(validCases(), (valid) => {
      for (const one of [valid, ...unescaped(valid)]) {
        if (!one.isPlain) continue;
        plainCount++;
        expect([isEscaped(one.document), isEscaped(bundleOf(one))]).toEqual([false, false]);
      }
    }),
    { numRuns: 300 },
  );
  expect(plainCount).toBeGreaterThan(100);
});
