import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { certify, readLosses } from "../../../src/extraction/index.ts";
import { validCases } from "../../support/case-arbitrary.ts";
import { caseCount } from "../../support/case-count.ts";
import { seed } from "../../support/seed.ts";

const losses = readLosses(readFileSync(join(import.meta.dirname, "../../../mappings/losses.json"), "utf8"));

it(`gives back each of ${String(caseCount)} generated cases, but for agreed losses`, { timeout: 3_600_000 }, () => {
  process.stdout.write(`round trip: ${String(caseCount)} cases, seed ${String(seed)}\n`);
  fc.assert(
    fc.property(validCases(), (valid) => {
      const made = certify(valid, losses);
      expect(made.ok ? made.value.differences.filter(({ reason }) => reason === undefined) : made.issues).toEqual([]);
    }),
    { numRuns: caseCount, seed },
  );
});
