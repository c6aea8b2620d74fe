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
  for (const unit of units) {
    const start = performance.now();
    passesHtmlChecks(OPEN + unit.repeat(1_000_000 / unit.length));
    expect(performance.now() - start).toBeLessThan(1_500);
  }
});
