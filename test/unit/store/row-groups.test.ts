import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inGroups } from "../../../src/store/row-groups.ts";

describe("the rows of an insert", () => {
  it("stay whole and in order in groups of four sizes on SQLite", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 300 }), (rows) => {
        const groups = [...inGroups("sqlite", rows)];
        expect(groups.flat()).toEqual(rows);
        for (const { length } of groups) expect([1, 4, 16, 64]).toContain(length);
      }),
    );
  });

  it("are one group on PostgreSQL, and none where there are no rows", () => {
    expect([...inGroups("postgres", [1, 2, 3])]).toEqual([[1, 2, 3]]);
    expect([...inGroups("postgres", [])]).toEqual([]);
  });
});
