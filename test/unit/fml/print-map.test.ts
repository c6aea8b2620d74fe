import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMap, printMap, readStructureMap, toStructureMap, type StructureMap } from "../../../src/fml/index.ts";

const files = ["mappings", "mappings/shared"].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".map"))
    .map((file) => join(folder, file)),
);

test.each(files)("%s as a StructureMap gives the same map back", (file) => {
  const parsed = parseMap(readFileSync(file, "utf8"), file);
  if (!parsed.ok) throw new Error("The map parses.");
  const resource = toStructureMap(parsed.value);
  const read = readStructureMap(JSON.parse(JSON.stringify(resource)) as StructureMap, file);
  expect(read.ok && JSON.stringify(toStructureMap(read.value))).toBe(JSON.stringify(resource));
});

const id = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const url = fc.stringMatching(/^[a-z]{1,5}:[A-Za-z0-9:/.#*-]{1,20}$/);
const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((one) => one.isWellFormed());
const expression = fc.constantFrom("$this = 'x'", "a.exists() and %b > 2", "('it\\'s' & x)", "iif(a, 1, 2.50)");
const some = <T>(one: fc.Arbitrary<T>, most = 3) => fc.array(one, { minLength: 1, maxLength: most });
const raw = (digits: string) => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);

const source = fc.record(
  {
    context: id,
    element: id,
    type: id,
    listMode: fc.constantFrom("first", "not_first", "last", "not_last", "only_one"),
    variable: id,
    condition: expression,
    check: expression,
    logMessage: expression,
    defaultValueString: text,
  },
  { requiredKeys: ["context"] },
);
const counted = fc.oneof(
  source,
  source.map((one) => ({ ...one, min: 1, max: "*" })),
);
const parameter = fc.oneof(
  id.map((valueId) => ({ valueId })),
  text.map((valueString) => ({ valueString })),
  fc.integer().map((valueInteger) => ({ valueInteger })),
  fc.boolean().map((valueBoolean) => ({ valueBoolean })),
  fc.constantFrom("1.5", "4.50", "-0.10").map((digits) => ({ valueDecimal: raw(digits) })),
);
const transform = fc.oneof(
  parameter.map((one) => ({ transform: "copy", parameter: [one] })),
  expression.map((one) => ({ transform: "evaluate", parameter: [{ valueString: one }] })),
  fc
    .tuple(id, expression)
    .map(([valueId, one]) => ({ transform: "evaluate", parameter: [{ valueId }, { valueString: one }] })),
  fc
    .tuple(fc.constantFrom("append", "cc", "translate", "create", "qty"), some(parameter))
    .map(([name, parameters]) => ({ transform: name, parameter: parameters })),
  fc.constant({}),
);
const target = fc
  .tuple(
    fc.record({ context: id, element: id }),
    transform,
    fc.record({ variable: id, listMode: fc.constantFrom(["first"], ["last"], ["collate"]) }, { requiredKeys: [] }),
  )
  .map(([place, made, rest]) => ({ ...place, contextType: "variable", ...made, ...rest }));
const rule: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  rule: fc
    .tuple(
      fc.record({ name: text, source: some(counted) }),
      fc.option(some(target), { nil: undefined }),
      fc.option(
        fc.oneof(
          some(tie("rule"), 2).map((rules) => ({ rule: rules })),
          some(fc.record({ name: id.filter((one) => one !== "c"), variable: some(id) }), 2).map((dependent) => ({
            dependent,
          })),
        ),
        { nil: undefined, depthSize: "small" },
      ),
    )
    .map(([head, targets, rest]) => ({ ...head, ...(targets && { target: targets }), ...rest })),
})).rule;
const group = fc.record(
  {
    name: id,
    extends: id,
    typeMode: fc.constantFrom("none", "types", "type-and-types"),
    input: some(
      fc.record({ name: id, type: id, mode: fc.constantFrom("source", "target") }, { requiredKeys: ["name", "mode"] }),
    ),
    rule: fc.array(rule, { maxLength: 3 }),
  },
  { requiredKeys: ["name", "typeMode", "input", "rule"] },
);
const structureMap = fc.record(
  {
    url,
    name: text,
    structure: some(
      fc.record(
        { url, mode: fc.constantFrom("source", "target", "queried", "produced"), alias: id },
        { requiredKeys: ["url", "mode"] },
      ),
    ),
    import: some(url),
    group: some(group),
  },
  { requiredKeys: ["url", "name", "group"] },
);

/** The resource with its elements in one order, however they were written. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item) && !("rawJSON" in item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

describe("any StructureMap", () => {
  test("is printed as a text that gives it back", () => {
    fc.assert(
      fc.property(structureMap, (given) => {
        const read = readStructureMap({ ...given, resourceType: "StructureMap" } as unknown as StructureMap, "printed");
        if (!read.ok) throw new Error(JSON.stringify(read.issues) + printMap(given as unknown as StructureMap));
        const { id: _, status, resourceType, ...found } = toStructureMap(read.value);
        expect([status, resourceType]).toEqual(["draft", "StructureMap"]);
        expect(sorted(found)).toBe(sorted(given));
      }),
      { numRuns: 500 },
    );
  });

  test("with a ConceptMap in it gives it back", () => {
    const map = `map "urn:m" = "m"

conceptmap "#codes" {
  prefix s1 = "urn:left"
  prefix s2 = "urn:right"
  s1:"a" == s2:"1"
  s1:"b" <= s2:"2"
  s1:"c" --
}

group g(source s, target t) {
  s then g(s, 'lit', 7, t) "r";
}
`;
    const parsed = parseMap(map, "m");
    expect(parsed.ok && printMap(toStructureMap(parsed.value))).toBe(map);
  });
});
