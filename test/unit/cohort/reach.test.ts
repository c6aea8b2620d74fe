import { describe, expect, it } from "vitest";
import { createRandom } from "../../../scripts/cohort/random.ts";
import { fitValues } from "../../../scripts/cohort/fit-values.ts";
import { cohortFiles } from "../../../scripts/cohort.ts";
import { parseCohort } from "../../../scripts/cohort/read-cohort.ts";
import { scoreFigures } from "../../../scripts/cohort/score-figures.ts";
import { mean, sampleSd } from "../../../scripts/cohort/statistics.ts";
import { nearestChoices } from "../../../scripts/cohort/whole-numbers.ts";

describe("nearestChoices", () => {
  it("looks at every way to score", () =>
    expect(nearestChoices({ patientCount: 4, high: 3 }, { mean: 2, sd: 1 }).wayCount).toBe(15));

  it("keeps the choices with the nearest SD among those with the mean", () => {
    const found = nearestChoices({ patientCount: 4, high: 3 }, { mean: 2, sd: 1.5 });
    expect(found.choices.map(({ counts }) => counts)).toEqual([[2, 0, 2]]);
    expect([found.isMeanReached, found.isSdReached]).toEqual([true, false]);
  });

  it("takes the nearest means where none is near enough", () => {
    const found = nearestChoices({ patientCount: 2, high: 2 }, { mean: 1.3, sd: 0.7 });
    expect(found.choices.map(({ counts }) => counts)).toEqual([[1, 1]]);
    expect([found.isMeanReached, found.isSdReached]).toEqual([false, true]);
  });
});

describe("fitValues", () => {
  const fit = { count: 30, mean: 63.5, sd: 8.1, low: 41, high: 78, step: 1, fixed: [41, 78] };

  it("has the mean, the SD and the fixed values", () => {
    const values = fitValues(fit, createRandom("a"));
    expect([mean(values), sampleSd(values).toFixed(1), values.slice(0, 2)]).toEqual([63.5, "8.1", [41, 78]]);
  });

  it("throws where the bounds leave no room", () =>
    expect(() => fitValues({ ...fit, low: 60, high: 66, fixed: [] }, createRandom("a"))).toThrow());
});

describe("figures of the scores", () => {
  const figures = scoreFigures(parseCohort(cohortFiles()["examples/cohort.ndjson"]));

  it("gives a reason exactly where a mean or an SD is not reached", () =>
    expect(
      figures.filter(({ name, isReachable, why }) => !name.includes("test") && isReachable === (why !== "")),
    ).toEqual([]));
});
