import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mappingPage, readMapping } from "../../../scripts/mapping-docs.ts";
import { unreadFields } from "../../../scripts/mapping-docs/case-table.ts";

const mapping = readMapping();
const page = mappingPage(mapping);
const rowsOf = (field: string): string[] => {
  const lines = page.split("\n");
  const first = lines.findIndex((line) => line.startsWith(`| \`${field}\` |`));
  const next = lines.findIndex((line, index) => index > first && !line.startsWith("|  |"));
  return lines.slice(first, next);
};

describe("docs/mapping.md", () => {
  it("is what the maps, the case schema and the profiles say now", () => {
    expect(readFileSync(join(import.meta.dirname, "../../../docs/mapping.md"), "utf8")).toBe(page);
  });

  it("finds a rule for every field of the case schema", () => {
    expect(unreadFields(mapping.schema.fields, mapping.trace)).toEqual([]);
  });

  it("names an element for every field of the case schema", () => {
    const named = new Set([
      ...mapping.trace.links.flatMap(({ value }) => value.origins.map(({ pointer }) => pointer)),
      ...mapping.trace.decisions.filter(({ elements }) => elements.length > 0).flatMap(({ fields }) => fields),
    ]);
    expect(mapping.schema.fields.map(({ pointer }) => pointer).filter((pointer) => !named.has(pointer))).toEqual([]);
  });

  it("shows a score with its profile and path", () => {
    expect(rowsOf("/assessments[]/painVas/score")[0]).toContain("`Observation[pain-vas].value.value` | value |");
  });

  it("shows the ConceptMaps that a code goes through, in order", () => {
    const rows = rowsOf("/levels[]/level").filter((row) => row.includes("bodySite.coding"));
    expect(rows[0]).toContain("| `vertebral-level`, `vertebral-body` |");
  });

  it("shows a field that stands nowhere by what it decides", () => {
    expect(rowsOf("/levels[]/leakage/assessed").map((row) => row.split(" | ")[3])).toEqual([
      "decides",
      "decides",
      "decides",
    ]);
  });

  it("gives each resource of the Bundle a table", () => {
    const titles = [...page.matchAll(/^### (\w+)\[/gm)].map(([, type]) => type);
    expect(new Set(titles)).toEqual(
      new Set([
        "Bundle",
        "Patient",
        "Consent",
        "Device",
        "Condition",
        "Procedure",
        "MedicationAdministration",
        "ImagingStudy",
        "Observation",
        "Provenance",
      ]),
    );
  });
});
