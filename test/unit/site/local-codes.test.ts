import { describe, expect, it } from "vitest";
import { readLocalCodes } from "../../../src/site/local-codes.ts";

const read = (text: string) => readLocalCodes(text, "side.csv", "side");

describe("readLocalCodes", () => {
  it("reads two columns with their lines, past comments, blank lines and a head", () => {
    const made = read('# ours\r\nlocal,standard\r\n\r\nli,left\r\n"re, sin",right\r\n');
    expect(made.ok && made.value.rows).toEqual([
      { local: "li", standard: "left", line: 4 },
      { local: "re, sin", standard: "right", line: 5 },
    ]);
  });

  it.each([["li"], ["li,"], [",left"], ["li,left,more"], ['"li,left']])("refuses the line %s by its number", (line) => {
    const made = read(`a,left\n${line}\n`);
    expect(made.ok ? [] : made.issues.map(({ rule, position }) => [rule, position?.line])).toEqual([["site/csv", 2]]);
  });
});
