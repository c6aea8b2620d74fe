import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateCase } from "../../../src/case/index.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples");
const minimal = JSON.parse(readFileSync(join(EXAMPLES, "minimal.json"), "utf8")) as Record<string, unknown>;
const bytesOf = (document: unknown): Uint8Array =>
  new TextEncoder().encode(typeof document === "string" ? document : JSON.stringify(document));

function printed(text: string): string {
  const result = validateCase(bytesOf(text));
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return JSON.stringify(result.value.document);
}

describe("validateCase", () => {
  it("gives the document and the bytes as they were sent", () => {
    const bytes = bytesOf(minimal);
    expect(validateCase(bytes)).toEqual({ ok: true, value: { document: minimal, bytes, isPlain: true } });
  });

  it("says of a document with an escape that it is not plain", () => {
    const escaped = JSON.stringify({ ...minimal, session: { start: "2009-03-02", room: 'Room "B"' } });
    expect(validateCase(bytesOf(escaped))).toMatchObject({ ok: true, value: { isPlain: false } });
  });

  it("keeps the digits of decimals, also those that JavaScript would print otherwise", () => {
    for (const number of ["4.50", "4.5", "1e1", "4.500000000000000001", "0.0000001", "5"]) {
      const text = JSON.stringify({ ...minimal, levels: [{ level: "L1", cement: { volumeMl: 0 } }] });
      const written = text.replace('"volumeMl":0', `"volumeMl":${number}`);
      expect(printed(written)).toBe(written);
    }
  });

  it("reads a whole number with a point as the whole number", () => {
    const text = JSON.stringify({ ...minimal, revision: { number: 7 } });
    expect(printed(text.replace('"number":7', '"number":7.0'))).toBe(text);
  });

  it("fills the system of case numbers in from its options where the document has none", () => {
    const rest = Object.fromEntries(Object.entries(minimal).filter(([name]) => name !== "caseSystem"));
    const result = validateCase(bytesOf(rest), { caseSystem: "https://hospital.example.org/cases" });
    expect(result).toMatchObject({
      ok: true,
      value: { document: { caseSystem: "https://hospital.example.org/cases" } },
    });
    const kept = validateCase(bytesOf(minimal), { caseSystem: "https://hospital.example.org/cases" });
    expect(kept).toMatchObject({ ok: true, value: { document: { caseSystem: minimal["caseSystem"] } } });
  });

  it("moves positions to the line of the file on which the document begins", () => {
    const result = validateCase(bytesOf({ ...minimal, foo: 1 }), { line: 12 });
    expect(result).toMatchObject({ ok: false, issues: [{ position: { line: 12 } }] });
  });

  it("names the nearest field and code of the schema", () => {
    const levels = [{ level: "L1", cement: { volumeML: 4, material: "pmaa" } }];
    const result = validateCase(bytesOf({ ...minimal, levels }));
    const messages = result.ok ? [] : result.issues.map(({ message }) => message);
    expect(messages).toEqual([
      "Expected a field of the case schema, found an unknown one; the nearest is volumeMl.",
      "Expected one of pmma, calcium-phosphate, calcium-sulphate, other, found another code; the nearest: pmma.",
    ]);
  });

  it("writes the FHIRPath of a place beside its pointer", () => {
    const levels = [{ level: "L1", cement: { "volume of it": 4 } }];
    const result = validateCase(bytesOf({ ...minimal, levels }));
    expect(result).toMatchObject({ issues: [{ path: "KyphoplastyCase.levels[0].cement.`volume of it`" }] });
  });

  it("lists at most 1000 issues and tells how many there are", () => {
    const foreign = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    const levels = ["T12", "L1", "L2"].map((level) => ({ level, ...foreign }));
    const result = validateCase(bytesOf({ ...minimal, levels }));
    const issues = result.ok ? [] : result.issues;
    expect(issues).toHaveLength(1001);
    expect(issues.at(-1)).toMatchObject({ rule: "case/many-issues" });
    expect(issues.at(-1)?.message).toContain("found 1500; 1000 of them");
  });

  it("stops at the field and at the value that is one too many", () => {
    const foreign = Array.from({ length: 20_000 }, (_, index) => `"x${index}":1`);
    const wide = validateCase(bytesOf(`{${foreign.join(",\n")}}`));
    expect(wide).toMatchObject({
      issues: [{ severity: "fatal", rule: "case/breadth", position: { line: 1001, column: 1 } }],
    });
    const long = validateCase(bytesOf(`{"levels":[\n${"{},\n".repeat(60_000)}{}]}`));
    // Two values stand before the first entry.
    expect(long).toMatchObject({
      issues: [{ severity: "fatal", rule: "case/breadth", pointer: "/levels/39998", position: { line: 40_000 } }],
    });
  });

  it("never throws, whatever happens to the bytes of a case", () => {
    const full = readFileSync(join(EXAMPLES, "full.json"));
    const edit = fc.tuple(fc.nat(full.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        const bytes = new Uint8Array(full);
        for (const [at, byte] of edits) bytes[at] = byte;
        const result = validateCase(bytes);
        expect(result.ok || result.issues.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws on a case of which any value was exchanged for another", () => {
    const text = readFileSync(join(EXAMPLES, "full.json"), "utf8");
    const strange = fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(fc.nat(600), strange, (target, value) => {
        let count = 0;
        const document: unknown = JSON.parse(text, (_key, inner: unknown) => (count++ === target ? value : inner));
        const result = validateCase(bytesOf(document));
        expect(result.ok || result.issues.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
