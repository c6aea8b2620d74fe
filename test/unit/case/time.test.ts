import { describe, expect, it } from "vitest";
import { compareTimes, isBefore, isDayBefore } from "../../../src/case/time.ts";

describe("compareTimes", () => {
  it.each([
    ["2009", "2010", -1],
    ["2009-03", "2009-02-10", 1],
    ["2009-05-14T09:10:00+08:00", "2009-05-14T01:10:00Z", 0],
    ["2009-05-14T09:10:00+08:00", "2009-05-14T09:10:00+09:00", 1],
    ["2009-05-14T23:30:00-05:00", "2009-05-15", -1],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", 0],
    ["2009-05-14T09:10:00.5Z", "2009-05-14T09:10:00Z", 1],
  ])("orders %s and %s", (a, b, expected) => {
    expect(Math.sign(compareTimes(a, b) ?? Number.NaN)).toBe(expected);
  });

  it.each([
    ["2009", "2009-03"],
    ["2009-05-14", "2009-05-14T09:10:00Z"],
    ["2009-05", "2009-05"],
  ])("leaves open how %s and %s stand", (a, b) => {
    expect(compareTimes(a, b)).toBeUndefined();
  });
});

describe("isBefore", () => {
  it("is false when either time is missing or the order is open", () => {
    expect(isBefore(undefined, "2009")).toBe(false);
    expect(isBefore("2009", undefined)).toBe(false);
    expect(isBefore("2009", "2009-03")).toBe(false);
  });

  it("compares instants across offsets", () => {
    expect(isBefore("2009-05-14T09:10:00+08:00", "2009-05-14T02:00:00Z")).toBe(true);
    expect(isBefore("2009-05-14T09:10:00+08:00", "2009-05-14T09:10:01+08:00")).toBe(true);
  });

  it("compares days in their own offsets", () => {
    expect(isDayBefore("2009-05-14T23:00:00+08:00", "2009-05-15T01:00:00+08:00")).toBe(true);
    expect(isDayBefore("2009-05-14T01:00:00+08:00", "2009-05-14")).toBe(false);
  });
});
