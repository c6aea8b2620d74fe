import { describe, expect, it } from "vitest";
import {
  NUMBER_FORMATS,
  STRING_FORMATS,
  base64ByteCount,
  isExampleUrl,
} from "../../../../src/structure/runtime/format/index.ts";

/** What R4's table of primitives allows and refuses, https://hl7.org/fhir/R4/datatypes.html#primitive */
const TEXTS: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
  base64Binary: {
    good: ["QQ==", "QUI=", "QUJD", " QUJD\r\nQUJD ", "+/+/"],
    bad: ["", " ", "=", "QQ=", "QQ===", "Q===", "QQ==QUJD", "Q.==", "%%%2@()()", "QUJDR"],
  },
  canonical: {
    good: [
      "http://example.org/vs",
      "http://example.org/vs|1.0",
      "#contained",
      "urn:oid:1.2.3|2",
      "urn:iso:std:iso:3166",
    ],
    bad: ["", "ValueSet/x", "a b", "http://example.org/ vs"],
  },
  code: {
    good: ["a", "a b", "a\tb", "männlich", "a-b_c.d/e", "+"],
    bad: ["", " ", " a", "a ", "a  b", "a\u00a0", "a\u0001"],
  },
  date: {
    good: ["2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31", "2000-02-29"],
    bad: [
      "",
      "24",
      "2024-13",
      "2024-00",
      "2023-02-29",
      "1900-02-29",
      "2024-04-31",
      "2024-2-3",
      "0000",
      "2024-01-00",
    ].concat(["2024-01-01T00:00:00Z", "20240101", "2024-01-", "2024-", "2024-1", " 2024", "2024/01/01", "２０２４"]),
  },
  dateTime: {
    good: ["2024", "2024-02", "2024-02-29", "2024-02-29T23:59:60Z", "2024-02-29T00:00:00.123456789+14:00"].concat([
      "2024-02-29T00:00:00-13:59",
    ]),
    bad: [
      "2024-02-29T10:00:00",
      "2024-02-29T10:00Z",
      "2024-02-29T24:00:00Z",
      "2024-02-30T10:00:00Z",
      "2024-02T10:00:00Z",
    ]
      .concat(["2024-02-29T10:00:00+14:01", "2024-02-29T10:00:00.Z", "2024-02-29T10:00:00z", "2024-02-29t10:00:00Z"])
      .concat(["2024-02-29 10:00:00Z", "2024-02-29T10:60:00Z", "2024-02-29T10:00:61Z", "2024-02-29T10:00:00+1:00", ""])
      .concat(["2024-02-29T10:00:00ZZ", "2024-02-29T10:00:00+01:000"]),
  },
  id: { good: ["a", "A-1.b", "x".repeat(64)], bad: ["", "x".repeat(65), "a_b", "a b", "ä", "a/b", "[", "a@"] },
  instant: {
    good: ["2024-02-29T10:00:00Z", "2024-02-29T10:00:00.1-05:00"],
    bad: ["2024", "2024-02-29", "2024-02-29T10:00:00", "2024-02-29T10:00Z", ""],
  },
  markdown: { good: ["# a\n\n* b", "\t"], bad: ["", "\u0000", "a\u001fb"] },
  oid: {
    good: ["urn:oid:1.2.3", "urn:oid:2.0"],
    bad: ["1.2.3", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.02", "urn:oid:1.", ""],
  },
  string: { good: ["a", " a ", "a\r\n\tb", "\u{1f600}"], bad: ["", "\u0008", "a\u000bb"] },
  time: {
    good: ["00:00:00", "23:59:60", "10:00:00.5"],
    bad: ["", "24:00:00", "10:00", "10:00:00Z", "10:00:00+01:00", "1:00:00"],
  },
  uri: {
    good: ["http://a", "relative/x", "urn:isbn:1", "#a", "urn:uuid:00000000-0000-4000-8000-00000000abcd"].concat([
      "urn:uuid:00000000-0000-4000-8000-00000000abcd#part",
      "ümlaut",
    ]),
    bad: [
      "",
      "a b",
      "http://a\n",
      "urn:uuid:x",
      "urn:uuid:00000000-0000-4000-8000-00000000ABCD",
      "urn:oid:9.1",
      "\u00a0",
    ],
  },
  url: { good: ["https://a/b?c=d", "mailto:a@example.org"], bad: ["", "a b"] },
  uuid: {
    good: ["urn:uuid:c757873d-ec9a-4326-a141-556f43239520"],
    bad: ["c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-ec9a-4326-a141-556f43239520", ""],
  },
};

const NUMBERS: Readonly<Record<string, { readonly good: readonly number[]; readonly bad: readonly number[] }>> = {
  decimal: { good: [0, -0.1, 1e-10, 1e300], bad: [NaN, Infinity, -Infinity] },
  integer: { good: [0, -2147483648, 2147483647], bad: [0.5, 2147483648, -2147483649, NaN] },
  positiveInt: { good: [1, 2147483647], bad: [0, -1, 1.5, 2147483648] },
  unsignedInt: { good: [0, 2147483647], bad: [-1, 0.5, 2147483648] },
};

describe.each(Object.keys(STRING_FORMATS))("%s", (type) => {
  const check = STRING_FORMATS[type];
  it.each(TEXTS[type]?.good ?? [])("takes %j", (text) => {
    expect(check?.(text)).toBeUndefined();
  });
  it.each(TEXTS[type]?.bad ?? [])("refuses %j and says what was expected", (text) => {
    expect(check?.(text)).toMatch(/^[a-z1-9]/);
  });
});

describe.each(Object.keys(NUMBER_FORMATS))("%s", (type) => {
  const check = NUMBER_FORMATS[type];
  it.each(NUMBERS[type]?.good ?? [])("takes %d", (value) => {
    expect(check?.(value)).toBeUndefined();
  });
  it.each(NUMBERS[type]?.bad ?? [])("refuses %d", (value) => {
    expect(check?.(value)).toBeTypeOf("string");
  });
});

it("refuses a string of more than 1,048,576 characters, counted as characters and not as UTF-16 units", () => {
  expect(STRING_FORMATS["string"]?.("\u{1f600}".repeat(1_048_576))).toBeUndefined();
  expect(STRING_FORMATS["string"]?.("a".repeat(1_048_577))).toBe("at most 1,048,576 characters");
});

it("counts the bytes of base64 without decoding it", () => {
  expect(["QQ==", "QUI=", "QUJD", "QU JD\nQUJD"].map(base64ByteCount)).toEqual([1, 2, 3, 6]);
});

it("knows the addresses that are kept for examples", () => {
  const examples = [
    "http://example.org",
    "https://a.example.com/b",
    "http://server.example:80/c",
    "http://example.net?d",
  ];
  const others = ["http://example.organic/a", "http://notexample.org/a", "urn:example:a", "http://hl7.org/example.org"];
  expect(examples.every(isExampleUrl)).toBe(true);
  expect(others.some(isExampleUrl)).toBe(false);
});
