import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import canonical from "../../../build/schemas/canonical.js";
import { canonicalHash, caseHash } from "../../../src/mapping/index.ts";
import { validateCase, type ValidCase } from "../../../src/case/index.ts";
import { validCases } from "../../support/case-arbitrary.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples");

it("prints any case in canonical form as sorting its members does", () => {
  fc.assert(
    fc.property(validCases(), ({ document }) => {
      expect(caseHash(document)).toBe(canonicalHash(document));
    }),
    { numRuns: 500 },
  );
});

it("keeps the digits of decimals and escapes what JSON escapes", () => {
  const text = readFileSync(join(EXAMPLES, "minimal.json"), "utf8");
  const site = '"valueString":"\\"\\\\ \\n \\ud83d\\ude00 é"';
  const written = text.replace(
    /\}\s*$/,
    `,"extensions":[{"url":"https://a.example","valueDecimal":4.50},{"url":"https://a.example",${site}}]}`,
  );
  const valid = validateCase(Buffer.from(written)) as { readonly ok: true; readonly value: ValidCase };
  const found = canonical(valid.value.document);
  expect(found).toContain('"valueDecimal":4.50}');
  expect(found).toContain('"valueString":"\\"\\\\ \\n \u{1f600} é"');
  expect(caseHash(valid.value.document)).toBe(canonicalHash(valid.value.document));
});
