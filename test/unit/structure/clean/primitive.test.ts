import fc from "fast-check";
import { expect, it } from "vitest";
import { checkDateTime, checkString, checkUri } from "../../../../src/structure/runtime/format/index.ts";
import { isDateTime, isText, isUri } from "../../../../src/structure/runtime/clean/index.ts";
import type { CleanScope } from "../../../../src/structure/runtime/clean/world.ts";

const scope = (isPlain: boolean) => ({ isPlain }) as CleanScope;
const settings = { numRuns: 2000 };

it("an address is right where its format says so, a URN of a UUID too", () => {
  const urn = fc.uuid().map((uuid) => `urn:uuid:${uuid}`);
  const spoiled = fc
    .tuple(urn, fc.nat(44), fc.constantFrom("-", "g", "A", "0", " ", "ı", ""))
    .map(([text, at, unit]) => text.slice(0, at) + unit + text.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(urn, spoiled), (text) => {
      expect(isUri(text)).toBe(checkUri(text) === undefined);
    }),
    settings,
  );
});

it("a text is right where its format says so, whether or not it is known to be plain", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\t", "\u0001", "\u001f", "\ud83d"), maxLength: 80 });
  fc.assert(
    fc.property(text, (value) => {
      expect(isText(value, scope(false))).toBe(checkString(value) === undefined);
      // What is plain has no control characters.
      // eslint-disable-next-line no-control-regex -- that is what is taken out
      const plain = value.replaceAll(/[\u0000-\u001f]/g, "");
      expect(isText(plain, scope(true))).toBe(checkString(plain) === undefined);
    }),
    settings,
  );
});

it("a moment is looked at each time that it is another one", () => {
  const moments = ["2009-05-14T09:10:00+08:00", "2009-05-14T09:10:00+08:0x", "2009-05-14", "2009-02-30T09:10:00Z"];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moments)), (values) => {
      expect(values.map((value) => isDateTime(value))).toEqual(
        values.map((value) => checkDateTime(value) === undefined),
      );
    }),
  );
});
