import { expect, it } from "vitest";
import { declareConstant } from "../../../../src/json/index.ts";
import { KeptCode, KeptConstants, type CleanWorld } from "../../../../src/structure/runtime/clean/index.ts";

type CleanScope = Parameters<KeptConstants["passes"]>[1];

const world = {} as CleanWorld;
const scope = { isPlain: true } as CleanScope;

function constant(value: object): Record<string, unknown> {
  declareConstant(value);
  return value as Record<string, unknown>;
}

it("a constant that passed is not asked again, and is the last", () => {
  let asked = 0;
  const kept = new KeptConstants(({ text }) => (asked++, text === "right"), world);
  const right = constant({ text: "right" });
  expect(kept.passes(right, scope)).toBe(true);
  const before = asked;
  expect(kept.passes(right, scope)).toBe(true);
  expect(asked).toBe(before);
  expect(kept.last).toBe(right);
});

it("what is wrong, no constant, or depends on what is around it, is asked each time", () => {
  const asksScope = new KeptConstants((_, { isPlain, hasElementIds }) => isPlain && !hasElementIds, world);
  const depends = constant({ text: "depends" });
  expect(asksScope.passes(depends, { isPlain: true } as CleanScope)).toBe(true);
  expect(asksScope.passes(depends, { isPlain: false } as CleanScope)).toBe(false);
  const kept = new KeptConstants(({ text }) => text === "right", world);
  const other = { text: "right" };
  for (const value of [other, constant({ text: "wrong" })]) {
    const { text } = value;
    for (let time = 0; time < 3; time++) expect(kept.passes(value, scope)).toBe(text === "right");
  }
  other.text = "changed";
  expect(kept.passes(other, scope)).toBe(false);
  expect(kept.last).toBeUndefined();
});

it("however many other values were met, a constant is found again and a wrong value is refused", () => {
  const kept = new KeptConstants(({ text }) => text === "right", world);
  for (let count = 0; count < 1000; count++) expect(kept.passes({ text: "right" }, scope)).toBe(true);
  const right = constant({ text: "right" });
  for (let count = 0; count < 1000; count++) {
    expect(kept.passes(right, scope)).toBe(true);
    expect(kept.passes({ text: "wrong" }, scope)).toBe(false);
  }
  expect(kept.last).toBe(right);
});

it("the code that passed last is known; one that fails, or is no text, is not", () => {
  const kept = new KeptCode((value) => value === "final" || value === 1);
  for (const value of ["final", "wrong", 1, undefined]) {
    expect(kept.passes(value)).toBe(value === "final" || value === 1);
    expect(kept.last).toBe("final");
  }
});
