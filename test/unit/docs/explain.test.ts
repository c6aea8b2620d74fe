import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeExplainPage } from "../../../scripts/explain-docs/page.ts";

test("docs/explain.md shows what its commands print now", { timeout: 600_000 }, async () => {
  const page = readFileSync(new URL("../../../docs/explain.md", import.meta.url), "utf8");
  expect(page).toBe(await writeExplainPage());
  // The way that the page promises: from the refusal to the line.
  expect(page).toContain('"valueString": "/patient/birthDate"');
});
