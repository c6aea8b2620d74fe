import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameUuids } from "../../../src/mapping/name-uuid.ts";

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

describe("nameUuids", () => {
  it("gives the UUIDv5 of prefix and rest in the namespace of the canonical base", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", maxLength: 300 }), (prefix, rest) => {
        expect(nameUuids(prefix)(rest)).toBe(uuid5(OURS, prefix + rest));
      }),
    );
  });

  it("keeps its prefix from one name to the next", () => {
    const name = nameUuids("https://hospital.example.org/case|1/");
    name("x".repeat(1000));
    expect(name("session")).toBe(uuid5(OURS, "https://hospital.example.org/case|1/session"));
  });
});
