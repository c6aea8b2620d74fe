import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameUrn, nameUrns } from "../../../src/mapping/name-urn.ts";

/** RFC 9562 §5.5 written out: the oracle. */
function uuid5(namespace: Buffer, name: string): string {
  const bytes = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const URL_NAMESPACE = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");
const OURS = Buffer.from(uuid5(URL_NAMESPACE, "https://kypho-fhir.github.io/fhir").replaceAll("-", ""), "hex");
const urn5 = (name: string) => `urn:uuid:${uuid5(OURS, name)}`;

const CASE = "https://hospital.example.org/case|1/";

describe("nameUrns", () => {
  it("gives the UUIDv5 of prefix and rest in the namespace of the canonical base, for 10,000 names", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 150 }),
      fc.string({ unit: "grapheme", maxLength: 150 }),
      fc.string({ unit: "binary", maxLength: 40 }),
    );
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (prefix, rests) => {
        expect(nameUrns(prefix, rests)).toEqual(rests.map((rest) => urn5(prefix + rest)));
      }),
      { numRuns: 5000 },
    );
  });

  it("pads a name of any length as SHA-1 wants it", () => {
    for (let length = 0; length <= 300; length++) {
      const name = "x".repeat(length);
      expect([nameUrn(name), ...nameUrns("", [name, name])]).toEqual([urn5(name), urn5(name), urn5(name)]);
    }
  });

  it("keeps nothing of one name for the next, however long it was", () => {
    const rests = ["x".repeat(1000), "é".repeat(1000), "session", "", "session"];
    expect(nameUrns(CASE, rests)).toEqual(rests.map((rest) => urn5(CASE + rest)));
    expect(nameUrn("1")).toBe(urn5("1"));
  });

  it("names more at once than ever before", () => {
    const rests = Array.from({ length: 1000 }, (_none, index) => `part-${index}`);
    expect(nameUrns(CASE, rests)).toEqual(rests.map((rest) => urn5(CASE + rest)));
  });
});
