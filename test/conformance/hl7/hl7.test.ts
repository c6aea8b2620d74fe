import { describe, expect, it } from "vitest";
import { compareWithLedger, readLedger } from "../ledger.ts";
import { askValidator, OWN_COMMAND } from "./ask.ts";
import { compare, figures, owesReason } from "./compare.ts";
import { readHl7Suite } from "./suite.ts";

const suite = readHl7Suite();

// The suite is another's: where its folder is not at hand, `npm run conformance:hl7` says what to fetch.
describe.skipIf(suite === undefined)("HL7's validator cases, put to kypho validate", async () => {
  const cases = suite?.cases ?? [];
  const { answers, exitCode } = await askValidator(
    OWN_COMMAND,
    cases.map(({ request }) => request),
  );
  const outcomes = compare(cases, answers);
  const areas = figures(outcomes);

  it("are answered one and all", () => {
    expect(exitCode).toBe(0);
    expect(outcomes.filter(({ verdict }) => verdict === "crash")).toEqual([]);
  });

  it("agree on at least 88 % of core, with at most two false alarms in the file", () => {
    const core = areas.find(({ area }) => area === "core");
    expect((core?.agree ?? 0) / (core?.total ?? 1)).toBeGreaterThanOrEqual(0.88);
    expect(areas.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0)).toBeLessThanOrEqual(2);
  });

  it("disagree only as the ledger says", () => {
    const disagreements = outcomes.filter(owesReason).map(({ hl7Case }) => hl7Case.id);
    expect(compareWithLedger(readLedger("hl7-validator"), disagreements)).toEqual({ unexplained: [], outdated: [] });
  });
});
