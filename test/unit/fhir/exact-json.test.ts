import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameJson, parseExactly } from "../../../src/fhir/index.ts";

const NUMBERS = [
  "4.50",
  "4.0",
  "-0",
  "-0.0",
  "1e3",
  "1E-2",
  "0.1",
  "0.0000001",
  "120",
  "100",
  "12345678901234567890",
  "0.1234567890123456789",
];

describe("parseExactly", () => {
  it.each(NUMBERS)("gives %s back as it was written", (number) => {
    for (const text of [number, `[${number},1]`, `{"value":${number}}`, `{"a":[ ${number} ],"b":1}`])
      expect(JSON.stringify(parseExactly(text))).toBe(text.replaceAll(" ", ""));
  });

  it("leaves texts that look like numbers alone", () => {
    const document = {
      uid: "1.2.826.0.1.3680043.8.498.10",
      at: "T08:00:00-00:00",
      text: "doses: 4.50, 1e3, -0 ",
      list: ["0"],
    };
    expect(parseExactly(JSON.stringify(document))).toEqual(document);
  });

  it("gives any JSON back that JavaScript wrote", () => {
    fc.assert(fc.property(fc.json(), (text) => isSameJson(parseExactly(text), JSON.parse(text))));
  });

  it("keeps any decimal", () => {
    const decimal = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/);
    fc.assert(fc.property(decimal, (text) => JSON.stringify(parseExactly(`[${text}]`)) === `[${text}]`));
  });
});

describe("isSameJson", () => {
  it("tells 4.5 from 4.50, and not the order of members", () => {
    expect(isSameJson(parseExactly("[4.50]"), parseExactly("[4.5]"))).toBe(false);
    expect(isSameJson(parseExactly("[4.50]"), parseExactly("[4.50]"))).toBe(true);
    expect(isSameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [null, {}],
    ["1", 1],
  ])("tells %j from %j", (one, other) => {
    expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([false, false]);
  });
});
