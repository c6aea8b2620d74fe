import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRING_FORMATS } from "../../../src/structure/runtime/format/index.ts";

/** R4's own expressions where they are safe, anchored. https://hl7.org/fhir/R4/datatypes.html#primitive */
const PUBLISHED: Readonly<Record<string, RegExp>> = {
  code: /^[^\s]+(\s[^\s]+)*$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  instant:
    /^([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))$/,
  oid: /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/,
  time: /^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$/,
};

/** Texts near what the formats take: their own alphabets, long runs included. */
const near = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from("0129-:.TZ+ ")), maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...Array.from("urn:oid.0129 abZ\t")), maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
);

describe("the formats", () => {
  it.each(Object.keys(PUBLISHED))("take no %s that the published expression refuses", (type) => {
    fc.assert(
      fc.property(near, (text) => {
        const accepts = STRING_FORMATS[type]?.(text) === undefined;
        expect(accepts && PUBLISHED[type]?.test(text) === false).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it("take every instant that a clock can show", () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") }),
        (date) => {
          expect(STRING_FORMATS["instant"]?.(date.toISOString())).toBeUndefined();
        },
      ),
    );
  });

  it.each(Object.keys(STRING_FORMATS))("check a hostile %s in time linear in its length", (type) => {
    const check = STRING_FORMATS[type];
    const prefixes = ["", "urn:oid:1", "urn:uuid:", "2024-02-29T10:00:00.", "http://"];
    const units = ["A", "=", " ", "A ", "\n", ".1", "0", "-", "é", "QUJD "];
    for (const prefix of prefixes) {
      for (const unit of units) {
        const text = `${prefix}${unit.repeat(1_000_000 / unit.length)}!`;
        const start = performance.now();
        check?.(text);
        expect(performance.now() - start).toBeLessThan(2_000);
      }
    }
  });
});
