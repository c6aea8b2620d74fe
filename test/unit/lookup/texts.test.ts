import fc from "fast-check";
import { expect, it } from "vitest";
import { isDistinct } from "../../../src/fhirpath/runtime/index.ts";
import { areDistinctTexts, indexTexts } from "../../../src/lookup/index.ts";

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 4 }),
  fc.string(),
  // The same last characters, the same length.
  fc.nat(200).map((number) => `${number % 10}-${Math.floor(number / 10) % 10}-the end is the same`),
);

it("texts are distinct where a Set has as many, few or many of them", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(text), fc.array(text, { minLength: 90, maxLength: 130 }), fc.uniqueArray(text)),
      (texts) => {
        const expected = new Set(texts).size === texts.length;
        expect(areDistinctTexts(texts)).toBe(expected);
        expect(isDistinct(texts)).toBe(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

it("a hundred texts that end alike are told apart", () => {
  const alike = Array.from({ length: 100 }, (_, at) => `${String(at).padStart(3, "0")} and the same end`);
  expect(areDistinctTexts(alike)).toBe(true);
  expect(areDistinctTexts([...alike.slice(1), alike[1] as string])).toBe(false);
});

it("an index gives each text the place that it was added at, few or many of them", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(text), fc.array(text, { minLength: 90, maxLength: 130 })), text, (texts, other) => {
      const index = indexTexts(texts.length);
      const added = texts.filter((one) => index.add(one));
      expect(added).toEqual([...new Set(texts)]);
      expect(added.map(index.find.bind(index))).toEqual(added.map((_, place) => place));
      expect(index.find(other)).toBe(added.indexOf(other));
    }),
    { numRuns: 1000 },
  );
});
