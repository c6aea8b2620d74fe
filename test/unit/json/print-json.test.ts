import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { declareConstant, isPlain, printJson, promisePlain } from "../../../src/json/index.ts";

const { rawJSON } = JSON as typeof JSON & { rawJSON: (text: string) => object };

/** Texts that JSON.stringify prints as they are. */
const plainText = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replaceAll(/["\\\p{Cc}]/gu, "x"));
const scalar = fc.oneof(
  plainText,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom("4.50", "-0", "1e3", "123456789012345678901234567890.10").map(rawJSON),
);
const name = fc.oneof(
  fc.constantFrom("code", "coding", "system", "rawJSON", "1", '"', "\n"),
  fc.string({ maxLength: 5 }),
);
const { tree } = fc.letrec<{ tree: object; value: unknown }>((tie) => ({
  value: fc.oneof({ withCrossShrink: true }, scalar, tie("tree")),
  tree: fc.oneof(
    { depthSize: "small" },
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(name, tie("value"), { maxKeys: 6 }),
  ),
}));

describe("printJson", () => {
  it("prints a plain tree as JSON.stringify does", () => {
    fc.assert(
      fc.property(tree, (value) => {
        promisePlain(value);
        expect(printJson(value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 3000 },
    );
  });

  it("prints any tree that nothing was promised of as JSON.stringify does", () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), fc.array(fc.anything())), (value) => {
        expect(printJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it("escapes in a constant what needs it, each time that it is printed", () => {
    const constant = Object.freeze({ text: 'a "quoted" \\ word\n' });
    declareConstant(constant);
    const value = { first: constant, then: [constant, constant] };
    promisePlain(value);
    expect(printJson(value)).toBe(JSON.stringify(value));
    expect(printJson(value)).toBe(JSON.stringify(value));
  });

  it("prints the same names after other names as before", () => {
    const values = [{ a: { b: 1 }, c: "x" }, { a: { c: 1 }, b: "x" }, { c: "x" }, { a: { b: 1 }, c: "x" }];
    for (const value of values) {
      promisePlain(value);
      expect(printJson(value)).toBe(JSON.stringify(value));
    }
  });

  it("prints a constant alike wherever it stands", () => {
    const constant = { text: "same" };
    declareConstant(constant);
    const values = [
      constant,
      [constant, constant],
      { a: constant, b: constant },
      { a: "x", b: constant },
      { a: [[]], b: { c: constant } },
    ];
    for (const value of [...values, ...values]) {
      promisePlain(value);
      expect(printJson(value)).toBe(JSON.stringify(value));
    }
  });

  it.each([1, 3, 4, 5, 6, 7, 20])("prints the ends of %i objects and lists in a row", (depth) => {
    for (const leaf of ["x", 1]) {
      let value: object = { leaf };
      for (let level = 1; level < depth; level++) value = level % 3 === 1 ? [value] : { first: value };
      const tree = [value, { after: value, last: true }];
      promisePlain(tree);
      expect(printJson(tree)).toBe(JSON.stringify(tree));
    }
  });

  it("prints more names than it remembers", () => {
    for (let tree = 0; tree < 3; tree++) {
      const names = Array.from({ length: 6000 }, (_, index) => [`name-${tree}-${index}`, { value: "x" }]);
      const value = Object.fromEntries(names) as object;
      promisePlain(value);
      expect(printJson(value)).toBe(JSON.stringify(value));
    }
  });

  it("escapes half of a surrogate pair, which cutting a plain text can leave", () => {
    const value = { text: "\u{1f600}".slice(0, 1) };
    promisePlain(value);
    expect(printJson(value)).toBe(String.raw`{"text":"\ud83d"}`);
  });
});

it("a promise may be given twice, and holds of no copy", () => {
  const tree = { text: "plain" };
  promisePlain(tree);
  promisePlain(tree);
  expect(isPlain(tree)).toBe(true);
  expect(JSON.stringify(tree)).toBe('{"text":"plain"}');
  for (const copy of [{ ...tree }, structuredClone(tree), Object.create(tree) as object])
    expect(isPlain(copy)).toBe(false);
});
