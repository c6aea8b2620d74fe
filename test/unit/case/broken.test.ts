import { describe, expect, it } from "vitest";
import { validateCase } from "../../../src/case/index.ts";
import { RULES } from "../../../src/case/rule/index.ts";
import { brokenBytes, readBrokenDocuments } from "../../fixtures/broken/read-table.ts";

describe("a broken document", () => {
  it.each(readBrokenDocuments())("is refused with rule, pointer and line:column: $name", (document) => {
    const result = validateCase(brokenBytes(document));
    const found = (result.ok ? [] : result.issues).map(({ rule, pointer, position }) => ({
      rule,
      pointer,
      at: `${String(position?.line)}:${String(position?.column)}`,
    }));
    expect(found).toEqual(document.expect);
  });

  it("is in the table for each rule across fields", () => {
    const shown = new Set(readBrokenDocuments().flatMap(({ expect: issues }) => issues.map(({ rule }) => rule)));
    expect(RULES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  it("never has a value of the case in a message", () => {
    const values = /PKP|0012500|hospital\.example|1942|2009|Oedema|4\.5/;
    // An example of the right form is ours, not the case's.
    const ours = /such as \S+( or \S+)?/g;
    for (const document of readBrokenDocuments()) {
      const result = validateCase(brokenBytes(document));
      for (const { message } of result.ok ? [] : result.issues) expect(message.replace(ours, "")).not.toMatch(values);
    }
  });
});
