import { describe, expect, it } from "vitest";
import { compare, figures } from "./hl7/compare.ts";
import type { Area, Hl7Case } from "./hl7/suite.ts";
import { compareWithLedger } from "./ledger.ts";
import { withSection } from "./page.ts";

const hl7Case = (id: string, area: Area, expectsError: boolean): Hl7Case => ({
  id,
  request: { id },
  area,
  expectsError,
  features: [],
});
const answer = (id: string, ...severities: string[]) =>
  [id, { id, valid: severities.length === 0, issues: severities.map((severity) => ({ severity })) }] as const;

describe("the verdict on a case", () => {
  it("counts misses, false alarms and answers that never came by area", () => {
    const cases = [
      hl7Case("agrees", "core", true),
      hl7Case("missed", "core", true),
      hl7Case("alarm", "core", false),
      hl7Case("silent", "questionnaire", false),
    ];
    const answers = new Map([
      answer("agrees", "warning", "error"),
      answer("missed", "warning"),
      answer("alarm", "fatal"),
    ]);
    const outcomes = compare(cases, answers);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(["agrees", "missed", "false alarm", "crash"]);
    expect(figures(outcomes)[0]).toEqual({ area: "core", total: 3, agree: 1, missed: 1, falseAlarms: 1, crashes: 0 });
  });
});

describe("the ledger", () => {
  it("names disagreements without a reason, and reasons that no longer happen", () => {
    const found = compareWithLedger({ known: "why", gone: "why" }, ["known", "fresh"]);
    expect(found).toEqual({ unexplained: ["fresh"], outdated: ["gone"] });
  });
});

describe("docs/conformance.md", () => {
  it("has one section replaced and the others kept", () => {
    const page = withSection(withSection("", "B", "figures of before"), "A", "kept");
    const next = withSection(page, "B", "new");
    expect(next).toContain("## A\n\nkept\n");
    expect(next).toContain("## B\n\nnew\n");
    expect(next).not.toContain("figures of before");
  });
});
