import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cohortFiles } from "../../../scripts/cohort.ts";
import { parseCohort, scoresOfCases, treatedLevels } from "../../../scripts/cohort/read-cohort.ts";
import { validateCase } from "../../../src/case/index.ts";

const ROOT = join(import.meta.dirname, "../../..");
const files = cohortFiles();
const text = files["examples/cohort.ndjson"];
const lines = text.trimEnd().split("\n");
const cases = parseCohort(text);
const minutes = (instant: string): number => Date.parse(instant) / 60_000;

describe("files of the cohort", () => {
  it.each(Object.keys(files) as (keyof typeof files)[])("has %s as the generator writes it", (path) =>
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(files[path]),
  );

  it("gives the same bytes twice", () => expect(cohortFiles()).toEqual(files));

  it("stays below 1 MB", () => expect(Buffer.byteLength(text)).toBeLessThan(1_000_000));
});

describe("cases of the cohort", () => {
  it("accepts every line", () => {
    const results = lines.map((line) => validateCase(Buffer.from(line)));
    expect(results.flatMap((result) => (result.ok ? [] : result.issues))).toEqual([]);
  });

  it("numbers the cases in the order of their sessions", () => {
    expect(cases.map(({ caseId }) => caseId)).toEqual(
      cases.map((_, index) => `PKP-${String(index + 1).padStart(4, "0")}`),
    );
    const starts = cases.map(({ session }) => session.start);
    expect(starts).toEqual([...starts].sort());
    expect([starts[0]?.slice(0, 7), starts.at(-1)?.slice(0, 7)]).toEqual(["2007-10", "2011-02"]);
  });

  it("holds sessions on weekdays and records them the day after", () => {
    const days = cases.map(({ session, recordedAt }) =>
      [session.start, recordedAt].map((at) => Date.parse(at.slice(0, 10))),
    );
    expect(days.filter(([day = 0]) => [0, 6].includes(new Date(day).getUTCDay()))).toEqual([]);
    expect(days.filter(([day = 0, recorded = 0]) => recorded - day !== 86_400_000)).toEqual([]);
  });

  it("treats one level after the other within the session", () => {
    const late = cases.filter((entry) => {
      const times = treatedLevels([entry]).flatMap(({ start, end }) => [start, end]);
      const all = [entry.session.start, ...times, entry.session.end].map(minutes);
      return all.some((at, index) => index > 0 && at <= (all[index - 1] ?? NaN));
    });
    expect(late).toEqual([]);
  });

  it("gives the minutes that lie between the start and the end of a level", () =>
    expect(
      treatedLevels(cases).filter(
        ({ start, end, durationMinutes }) => minutes(end) - minutes(start) !== durationMinutes,
      ),
    ).toEqual([]));

  it("assesses before the start and about 24 h after the end", () => {
    const odd = cases.filter(({ session, assessments: [before, after] }) => {
      const hours = (minutes(after?.at ?? "") - minutes(session.end)) / 60;
      return !(minutes(before?.at ?? "") < minutes(session.start) && Math.abs(hours - 24) <= 1);
    });
    expect(odd).toEqual([]);
  });

  it("punctures one side or both, with one attempt exactly where the first succeeds", () => {
    const sides = treatedLevels(cases).map(
      ({ access, punctures }) => `${access} ${punctures.map(({ side }) => side).join()}`,
    );
    expect([...new Set(sides)].sort()).toEqual(["bilateral left,right", "unilateral left", "unilateral right"]);
    const punctures = treatedLevels(cases).flatMap((level) => level.punctures);
    expect(
      punctures.filter(({ attempts, firstAttemptSuccessful }) => (attempts === 1) !== firstAttemptSuccessful),
    ).toEqual([]);
  });

  it("has nobody worse after than before", () => {
    for (const scale of ["pain", "activity", "analgesic"] as const) {
      const before = scoresOfCases(cases, scale, "before");
      const after = scoresOfCases(cases, scale, "after");
      expect(after.filter((value, index) => value > (before[index] ?? NaN))).toEqual([]);
    }
  });

  it("has a month of birth that fits the age at the session", () => {
    const age = ({ session, patient }: (typeof cases)[number]): number => {
      const [year = 0, month = 0] = patient.birthDate.split("-").map(Number);
      const [sessionYear = 0, sessionMonth = 0] = session.start.split("-").map(Number);
      return sessionYear - year - (sessionMonth < month ? 1 : 0);
    };
    expect(cases.filter((entry) => age(entry) !== entry.patient.ageYears)).toEqual([]);
  });
});
