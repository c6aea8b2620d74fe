import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import fits from "../../../build/schemas/case.js";
import countFields from "../../../build/schemas/fields.js";
import { countProperties } from "../../../src/case/glance.ts";
import { toFieldsModule, type JsonSchema } from "../../../src/case/schema/index.ts";
import { validCases } from "../../support/case-arbitrary.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples");
const cohort = readFileSync(join(EXAMPLES, "cohort.ndjson"), "utf8").trimEnd().split("\n");

const hasAllCounted = (document: unknown) => countFields(document) === countProperties(document);

/** Values of every kind, at the limits of fields too; undefined takes the field away. */
const VALUES: readonly unknown[] = [
  ...[undefined, null, true, {}, { constructor: 1 }, [], [[]], [{}], [null], "", " ", "x", "x ", "other", "none"],
  ...["2009", "2009-02-30", "2009-02-03T04:05:06Z", "https://a.example", "1.2.03", "x".repeat(201), "x".repeat(20_000)],
  ...[-1, 0, 0.5, 1, 10.5, 11, 1e6 + 1, 2 ** 31, 1e300],
];

/** The document with each place in it changed in turn. */
function* changesOf(root: unknown, at: unknown = root): Generator {
  if (typeof at !== "object" || at === null) return;
  const holder = at as Record<string, unknown>;
  for (const name of Object.keys(holder)) {
    const before = holder[name];
    for (const value of [...VALUES, [before], [before, before], `${String(before)}x`]) {
      holder[name] = value;
      yield JSON.parse(JSON.stringify(root));
    }
    if (Array.isArray(before)) {
      const items: readonly unknown[] = before;
      for (const list of [[...items, ...items], Array.from({ length: 201 }, () => items[0])]) {
        holder[name] = list;
        yield JSON.parse(JSON.stringify(root));
      }
    }
    holder[name] = before;
    yield* changesOf(root, before);
  }
  if (Array.isArray(at)) return;
  for (const name of ["unknown", "unit", "text", "key", "cause", "valueText", "level"]) {
    if (Object.hasOwn(holder, name)) continue;
    holder[name] = "x";
    yield JSON.parse(JSON.stringify(root));
    Reflect.deleteProperty(holder, name);
  }
}

describe("countFields", () => {
  it("counts all fields of any valid case", () => {
    fc.assert(
      fc.property(validCases(), ({ bytes }) => {
        expect(hasAllCounted(JSON.parse(Buffer.from(bytes).toString()))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("counts all fields of a document exactly when the validator accepts it, whatever is changed in it", () => {
    const counts = { accepted: 0, refused: 0 };
    for (const line of cohort.filter((_line, index) => index % 100 === 0)) {
      for (const document of changesOf(JSON.parse(line))) {
        const isAccepted = fits(document);
        counts[isAccepted ? "accepted" : "refused"]++;
        if (hasAllCounted(document) !== isAccepted) expect.fail(JSON.stringify([document, fits.errors]));
      }
    }
    expect(counts.accepted).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(5000);
  });

  it("is not sure of a text that is too long by its units and not by its characters", () => {
    const document = JSON.parse(cohort[0] as string) as { session: Record<string, unknown> };
    document.session["room"] = "\u{1f600}".repeat(150);
    expect([fits(document), countFields(document)]).toEqual([true, Number.NaN]);
  });

  it.each([
    ["not", { type: "string", not: {} }],
    ["type", {}],
    ["open", { type: "object", properties: {} }],
    ["unique", { type: "array", uniqueItems: true, items: { type: "string" } }],
  ])("is not made of a schema with what it cannot count: %s", (reason, field) => {
    const schema = { type: "object", additionalProperties: false, properties: { field } } as JsonSchema;
    expect(() => toFieldsModule(schema, "Case")).toThrow(reason);
  });
});
