import { describe, expect, it } from "vitest";
import { findDifferences } from "../../../src/extraction/index.ts";
import { parseExactly } from "../../../src/fhir/index.ts";

describe("findDifferences", () => {
  it("finds none where only the order of members differs", () => {
    expect(findDifferences({ a: [{ b: 1, c: null }], d: "x" }, { d: "x", a: [{ c: null, b: 1 }] })).toEqual([]);
  });

  it("lists what differs in the order of the first value, then what only the second has", () => {
    expect(findDifferences({ z: 1, list: [1, 2, 3], a: "x" }, { n: null, a: "y", list: [1, 5] })).toEqual([
      { pointer: "/z", before: 1 },
      { pointer: "/list/1", before: 2, after: 5 },
      { pointer: "/list/2", before: 3 },
      { pointer: "/a", before: "x", after: "y" },
      { pointer: "/n", after: null },
    ]);
  });

  it("tells a list from an object and from nothing", () => {
    expect(findDifferences({ a: [], b: {} }, { a: {}, c: [] })).toEqual([
      { pointer: "/a", before: [], after: {} },
      { pointer: "/b", before: {} },
      { pointer: "/c", after: [] },
    ]);
  });

  it("counts the digits of a number", () => {
    const [before, after, same] = ["[4.50,4.5]", "[4.5,4.5]", "[4.50,4.5]"].map(parseExactly);
    expect(findDifferences(before, after)).toEqual([{ pointer: "/0", before: (before as unknown[])[0], after: 4.5 }]);
    expect(findDifferences(before, same)).toEqual([]);
  });

  it("escapes the names in a pointer", () => {
    expect(findDifferences({ "a/b": { "~c": 1 } }, { "a/b": {} })).toEqual([{ pointer: "/a~1b/~0c", before: 1 }]);
  });
});
