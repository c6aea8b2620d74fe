import fc from "fast-check";
import { isUtf8 } from "node:buffer";
import { describe, expect, it } from "vitest";
import { countProperties, glance } from "../../../src/case/glance.ts";
import { partsOf, locationOf } from "../../../src/case/places.ts";
import { locate, scan } from "../../../src/case/scan.ts";
import { writtenNumberOf } from "../../../src/case/written-numbers.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const rulesOf = (text: string): string[] => scan(bytesOf(text)).issues.map(({ rule }) => rule);

/** JSON in any layout, so that line breaks and spaces stand everywhere. */
const jsonText = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 2, "\t"))
  .map(([value, indent]) => JSON.stringify(value, undefined, indent));

const CONFUSING = Array.from("{}[],:\"\\ /\n\r-+.0123456789eEtruefalsn'u\u00e4\u{1f600}");

function isAccepted(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("scan", () => {
  it("accepts every JSON text that JSON.parse accepts", () => {
    fc.assert(fc.property(jsonText, (text) => scan(bytesOf(text)).complete));
  });

  it("accepts and refuses what JSON.parse does when characters are put in, taken out or exchanged", () => {
    const edited = fc
      .tuple(jsonText, fc.nat(), fc.nat(3), fc.constantFrom(...CONFUSING, ""))
      .map(([text, at, gone, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + gone);
      })
      .filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(edited, (text) => {
        const { complete, issues } = scan(bytesOf(text));
        expect(complete).toBe(isAccepted(text));
        expect(issues.length > 0 || complete).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes any bytes without throwing, and agrees with the strict decoder on what is UTF-8", () => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const quoted = fc.uint8Array({ maxLength: 12 }).map((inner) => Uint8Array.from([0x22, ...inner, 0x22]));
    fc.assert(
      fc.property(quoted, (bytes) => {
        const { complete } = scan(bytes);
        expect(complete).toBe(isUtf8(bytes) && isAccepted(decoder.decode(bytes)));
      }),
      { numRuns: 3000 },
    );
  });

  it("knows the bytes of every value", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const bytes = bytesOf(text);
        const { places } = scan(bytes);
        const check = (value: unknown, row: number): void => {
          const { byteStart, byteEnd } = locationOf(places, row);
          expect(JSON.parse(new TextDecoder().decode(bytes.subarray(byteStart, byteEnd)))).toEqual(value);
          const parts = new Map<string | number, number>(partsOf(places, row)?.entries() ?? []);
          expect(parts.size).toBe(typeof value === "object" && value !== null ? Object.keys(value).length : 0);
          for (const [name, part] of parts) check((value as Record<string, unknown>)[name], part);
        };
        check(JSON.parse(text), 0);
      }),
    );
  });

  it("counts columns in UTF-16 units and lines by LF, CRLF and CR", () => {
    const locations = locate(bytesOf('{"a": "\u00e4\u20ac\ud83d\ude00", "b": 1,\r\n "c":\r2,\n"d": 3}'));
    expect(locations.get("/b")).toMatchObject({ line: 1, column: 20, key: { line: 1, column: 15 } });
    expect(locations.get("/c")).toMatchObject({ line: 3, column: 1, key: { line: 2, column: 2 } });
    expect(locations.get("/d")).toMatchObject({ line: 4, column: 6 });
  });

  it("escapes tildes and slashes in pointers", () => {
    expect(locate(bytesOf('{"a/b": {"c~d": 1}}')).get("/a~1b/c~0d")).toMatchObject({ column: 17 });
    expect(locate(bytesOf('{"a/b": {"c~d": 1}}')).get("/a/b")).toBeUndefined();
  });

  it("accepts nesting of 64 and refuses 65", () => {
    expect(rulesOf("[".repeat(64) + "]".repeat(64))).toEqual([]);
    expect(rulesOf("[".repeat(65) + "]".repeat(65))).toEqual(["case/depth"]);
  });

  it("names the numbers that JavaScript would print otherwise", () => {
    const written = ["4.50", "1e2", "-0", "0.0000001", "12345678901234567", "1.0", "0.1234567890123456789"];
    const plain = ["4.5", "0", "10", "-3.1", "0.000001", "123456789012345", "100"];
    const { places } = scan(bytesOf(`[${[...written, ...plain].join(",")}]`));
    const rows = partsOf(places, 0) as readonly number[];
    expect(rows.map((row) => writtenNumberOf(places, row))).toEqual([...written, ...plain.map(() => undefined)]);
  });

  it("refuses a field name that is longer than any pointer should hold", () => {
    expect(rulesOf(`{"${"k".repeat(254)}": 1}`)).toEqual([]);
    expect(rulesOf(`{"${"k".repeat(255)}": 1}`)).toEqual(["case/name-length"]);
  });
});

describe("glance", () => {
  it("vouches for no document that scan has an issue with, and finds every repeated key by counting", () => {
    const repeating = fc
      .array(
        fc.tuple(
          fc.constantFrom("a", "b", "__proto__", "\\u0061"),
          fc.constantFrom("1", "1.50", "{}", '{"a":2}', "[3]"),
        ),
      )
      .map((members) => `{${members.map(([name, value]) => `"${name}": ${value}`).join(", ")}}`);
    fc.assert(
      fc.property(repeating, (text) => {
        const { issues, hasWrittenNumbers } = scan(bytesOf(text));
        const clean = glance(bytesOf(text)) === countProperties(JSON.parse(text) as object);
        if (clean) expect([issues, hasWrittenNumbers]).toEqual([[], false]);
      }),
      { numRuns: 1000 },
    );
  });

  it("vouches for JSON as JSON.stringify prints it, but for exponents and escapes by number", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3, values: [fc.integer(), fc.boolean(), fc.base64String()] }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\[ubf]|__proto__/.test(text) && !/\d{16}/.test(text));
        expect(glance(bytesOf(text))).toBe(countProperties(JSON.parse(text) as object));
      }),
    );
  });

  it("leaves to scan every number that would lose digits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,18})?([eE][+-]?\d{1,2})?$/), (text) => {
        if (String(Number(text)) !== text) expect(glance(bytesOf(`[${text}]`))).toBe(-1);
      }),
      { numRuns: 2000 },
    );
  });
});
