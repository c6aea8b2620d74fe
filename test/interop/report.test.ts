import { describe, expect, it } from "vitest";
import type { LaneReport } from "./lane.ts";
import { readLedger, settle, type LedgerEntry } from "./ledger.ts";
import { describeRuns } from "./report.ts";
import { firstDifference, parseExact } from "./transform/compare-json.ts";
import { elementsOf } from "./validator/hl7-path.ts";
import { standInsFor } from "./validator/stand-ins.ts";
import { compareVerdicts } from "./validator/verdict.ts";

const entry: LedgerEntry = {
  lane: "lane",
  check: "check",
  cases: "case-.*",
  how: "differs",
  reason: "why",
  reading: "where",
};
const check = (...ids: string[]) => ({
  name: "check",
  total: 3,
  disagreements: ids.map((id) => ({ id, how: "differs" })),
});
const ran = (report: LaneReport) => [{ lane: "lane", report, seconds: 1 }];

describe("the ledger", () => {
  it("explains the cases that its pattern names, and no others", () => {
    const { explained, unexplained } = settle("lane", check("case-1", "other-case-1"), [entry]);
    expect(explained.map(({ id }) => id)).toEqual(["case-1"]);
    expect(unexplained.map(({ id }) => id)).toEqual(["other-case-1"]);
  });

  it("explains one way to differ, and no other", () => {
    const { unexplained } = settle("lane", check("case-1"), [{ ...entry, how: "crashes" }]);
    expect(unexplained).toHaveLength(1);
  });

  it("names entries that explain nothing any more", () => {
    expect(settle("lane", check(), [entry]).outdated).toEqual([entry]);
  });

  it("cannot know of a sample what explains nothing any more", () => {
    expect(settle("lane", { ...check(), isSample: true }, [entry]).outdated).toEqual([]);
  });

  it("points at readings that are written down", () => {
    expect(readLedger().length).toBeGreaterThan(0);
  });
});

describe("the report", () => {
  it("is good when every disagreement is explained", () => {
    const { text, isGood } = describeRuns(ran({ checks: [check("case-1")], figures: [] }), [entry]);
    expect(text).toMatch(/lane {2}check {6}2 {3}3 {10}1 {12}0/);
    expect(isGood).toBe(true);
  });

  it("is bad on a disagreement without an entry, and on an entry without a disagreement", () => {
    expect(describeRuns(ran({ checks: [check("case-1")], figures: [] }), []).isGood).toBe(false);
    expect(describeRuns(ran({ checks: [check()], figures: [] }), [entry]).isGood).toBe(false);
  });

  it("is bad when nothing was compared", () => {
    expect(describeRuns(ran({ checks: [{ ...check(), total: 0 }], figures: [] }), []).isGood).toBe(false);
  });
});

describe("the comparison of bundles", () => {
  it("does not mind the order of members", () => {
    expect(firstDifference(parseExact('{"a":1,"b":[{}]}'), parseExact('{"b":[{}],"a":1}'))).toBeUndefined();
  });

  it("names the first difference, and counts digits as one", () => {
    expect(firstDifference(parseExact('{"a":[{"b":4.50}]}'), parseExact('{"a":[{"b":4.5}]}'))).toBe("$.a[0].b.decimal");
  });
});

describe("the comparison of verdicts", () => {
  const judged = { id: "one", resource: {}, expected: "error" } as const;
  const refusal = [{ severity: "error", code: "value", rule: "profile/x", message: "", path: "A" }] as const;
  const hl7Refusal = [{ severity: "error", code: "value", text: "" }];

  it("is silent when both say what is expected", () => {
    expect(compareVerdicts(judged, refusal, hl7Refusal)).toEqual([]);
  });

  it("tells which of both said otherwise", () => {
    expect(compareVerdicts(judged, refusal, [])[0]?.how).toBe("expected error, ours error, HL7's valid");
    expect(compareVerdicts(judged, [], hl7Refusal)[0]?.how).toBe("expected error, ours valid, HL7's error");
  });
});

describe("what HL7's validator is asked and says", () => {
  const issue = (expression: string, text: string) => ({ severity: "error", code: "structure", expression, text });

  it("names elements as we do", () => {
    const place = "Bundle.entry[1].resource/*Observation/null*/.value.ofType(Quantity).code";
    expect(elementsOf(issue(place, "Value is wrong"))).toEqual(["Bundle.entry[1].resource.value.code"]);
    expect(elementsOf(issue("Observation.value[x]", "Unrecognized"))).toEqual(["Observation.value"]);
  });

  it("names a missing child in its text", () => {
    const missing = issue("Procedure", "Procedure.bodySite: minimum required = 1, but only found 0 (from x)");
    expect(elementsOf(missing)).toEqual(["Procedure", "Procedure.bodySite"]);
    const slice = issue("Observation.code", "Slice 'Observation.code.coding:own': a matching slice is required");
    expect(elementsOf(slice)).toEqual(["Observation.code", "Observation.code.coding"]);
  });

  it("comes with a resource of the type for each literal reference", () => {
    const resource = { subject: { reference: "Patient/a" }, partOf: [{ reference: "urn:uuid:b" }] };
    expect(standInsFor(resource)).toEqual({ "Patient/a": { resourceType: "Patient", id: "a" } });
  });
});
