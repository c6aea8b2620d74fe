import fc from "fast-check";
import { expect, it } from "vitest";
import { passesHtmlChecks } from "../../../src/structure/runtime/narrative/index.ts";

const OPEN = '<div xmlns="http://www.w3.org/1999/xhtml">';

it("reads any text without failing, and never passes one that has a script", () => {
  const pieces = fc.constantFrom(
    OPEN,
    "</div>",
    "<p>",
    "</p>",
    "<",
    ">",
    "/>",
    "&",
    ";",
    '"',
    "a",
    " ",
    "<!--",
    "-->",
    "=",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      expect(passesHtmlChecks(`${text}<script>`)).toBe(false);
      expect(typeof passesHtmlChecks(text)).toBe("boolean");
    }),
    { numRuns: 5_000 },
  );
});

it("takes time linear in a hostile narrative", () => {
  const units = [
    "<p>",
    "<!--",
    "<![CDATA[",
    "&",
    "&#1",
    "<p a='",
    "<a href=' ",
    "</",
    "<p ",
    '"',
    "]]>",
    "-- ",
    "<p id='x'/>",
    "<x>",
  ];
  const leastMs = (text: string): number => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      passesHtmlChecks(text);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  for (const unit of units) {
    const text = (length: number) => OPEN + unit.repeat(length / unit.length);
    // Four times the text may take eight times as long on a busy machine, and never sixteen.
    expect(leastMs(text(1_000_000))).toBeLessThan(8 * leastMs(text(250_000)) + 50);
  }
});
