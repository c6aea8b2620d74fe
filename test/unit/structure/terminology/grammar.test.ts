import { describe, expect, it } from "vitest";
import { found, terminologyOf } from "./support.ts";

const free = terminologyOf().bind("Coding");
const accepts = (system: string) => (code: string) => found(free, { system, code }).length === 0;

describe("a media type", () => {
  const isMediaType = accepts("urn:ietf:bcp:13");
  it.each(["text/plain", "application/fhir+json; charset=utf-8", 'text/x;a="b; c"', "image/svg+xml", "json", "xml"])(
    "may be %s",
    (code) => expect(isMediaType(code)).toBe(true),
  );
  it.each(["text", "text/", "/plain", "text/plain;", "text plain", "a/b/c", "text/plain; charset"])(
    "is not %s",
    (code) => expect(isMediaType(code)).toBe(false),
  );
});

describe("a language tag", () => {
  const isLanguageTag = accepts("urn:ietf:bcp:47");
  it.each([
    ...["de", "en-US", "zh-Hant-TW", "zh-cmn-Hans-CN", "sl-rozaj-biske-1994", "de-CH-1901", "es-419", "x-own"],
    ...["en-u-ca-gregory", "en-a-bbb-x-a-ccc", "i-klingon", "DE-de", "art-lojban"],
  ])("may be %s", (code) => expect(isLanguageTag(code)).toBe(true));
  it.each(["", "e", "en_US", "en-", "german language", "en-US-", "en--US", "a-DE", "en-x", "123"])(
    "is not %j",
    (code) => expect(isLanguageTag(code)).toBe(false),
  );
});

describe("a currency", () => {
  const isCurrency = accepts("urn:iso:std:iso:4217");
  it("is three capital letters", () => {
    expect(["EUR", "CHF"].map(isCurrency)).toEqual([true, true]);
    expect(["eur", "EURO", "€"].map(isCurrency)).toEqual([false, false, false]);
  });
});
