import { describe, expect, test } from "vitest";
import { compileText, letters, mapText } from "../../support/fml-world.ts";

/** What the specification says and HL7's engine does not do, or does otherwise: docs/spec-readings.md has the reasons. */
async function run(rules: string, source: unknown, more?: Parameters<typeof mapText>[1]) {
  const compiled = await compileText(mapText(rules, more));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return { ...compiled.run(source), warnings: compiled.warnings };
}
const target = async (...args: Parameters<typeof run>) => {
  const made = await run(...args);
  expect(made.issues).toEqual([]);
  return made.target;
};
const rulesOf = async (...args: Parameters<typeof run>) => (await run(...args)).issues.map(({ rule }) => rule);

describe("sources", () => {
  test("two sources fire for each combination", async () => {
    const rule = "src.s as s, src.o as o where k != s -> tgt.s = append(s, '-', s);";
    expect(await target(rule, { s: ["p", "q"], o: [{ k: "p" }, { k: "x" }] })).toEqual({ s: ["p-p", "q-q", "q-q"] });
  });
  test("a missing source of two keeps the rule from firing", async () => {
    expect(await target("src.s as s, src.t as t -> tgt.s = s;", { s: ["p"] })).toEqual({});
  });
  test.each([
    ["1..1", { t: "x" }, []],
    ["1..1", {}, ["fml/cardinality"]],
  ])("a single element that is %s", async (cardinality, source, issues) => {
    expect(await rulesOf(`src.t ${cardinality} as t -> tgt.t = t;`, source)).toEqual(issues);
  });
  test.each([
    [["p"], ["fml/cardinality"]],
    [["p", "q"], []],
    [["p", "q", "r"], ["fml/cardinality"]],
  ])("a list of %j that is 2..2", async (s, issues) => {
    expect(await rulesOf("src.s : string 2..2 as s -> tgt.s = s;", { s })).toEqual(issues);
  });
  test("a default is a literal of any type, or an expression over the source", async () => {
    expect(await target("src.i default 7 as i -> tgt.i = i;", {})).toEqual({ i: 7 });
    expect(await target("src.t default (z + '!') as t -> tgt.t = t;", { z: "z" })).toEqual({ t: "z!" });
    expect(await target("src.s default 'none' as s -> tgt.s = s;", {})).toEqual({ s: ["none"] });
    expect(await target("src.s default 'none' as s -> tgt.s = s;", { s: ["p"] })).toEqual({ s: ["p"] });
  });
  test("log is heard", async () => {
    const { logged } = await run("src.s as s where $this != 'q' log 'seen ' + s -> tgt.s = s;", { s: ["p", "q"] });
    expect(logged).toEqual(["seen p"]);
  });
  test("a target can be read, with what is in it so far", async () => {
    const rules = `src.t as t -> tgt.name as name, name.family = t;
      tgt.name as made -> tgt.a = (made.family & '!');
      src where %tgt.name.family = 'x' -> tgt.z = 'seen';`;
    expect(await target(rules, { t: "x" })).toEqual({ name: { family: "x" }, a: "x!", z: "seen" });
  });
  test("a choice of many types is compiled for each, and what fits no rule is an issue when it turns up", async () => {
    const rule = "src.x as x -> tgt.t = cast(x, 'string');";
    expect(await target(rule, { xString: "x" })).toEqual({ t: "x" });
    expect(await rulesOf(rule, { xQuantity: { value: 1 } })).toEqual(["fml/type"]);
  });
});

describe("targets", () => {
  test("a target may get a second name", async () => {
    expect(await target("src.t as t -> tgt as out, out.t = t;", { t: "x" })).toEqual({ t: "x" });
  });
  test("a value may be an element of a variable", async () => {
    expect(await target("src.o as o -> tgt.s = o.k;", { o: [{ k: "x" }] })).toEqual({ s: ["x"] });
  });
  test("cc() and valueQuantity go into a choice, with a warning for HL7's engine", async () => {
    const { target: made, warnings } = await run("src -> tgt.value = cc('urn:a', '1');", {}, { target: "Observation" });
    expect(made).toEqual({
      resourceType: "Observation",
      valueCodeableConcept: { coding: [{ system: "urn:a", code: "1" }] },
    });
    expect(warnings.map(({ rule }) => rule)).toEqual(["fml/choice"]);
  });
  test("a group takes literals", async () => {
    const after = "group g(source s, source word, target o) { word -> o.a = word; }";
    expect(await target("src then g(src, 'lit', tgt);", {}, { after })).toEqual({ a: "lit" });
  });
  test("a rule without a name is called by its place", async () => {
    const text = mapText("").replace("{\n\n}", "{\n  src -> tgt.t = 'x';\n}");
    const compiled = await compileText(text);
    expect(compiled.ok && compiled.run({}).target).toEqual({ t: "x" });
    expect(compiled.ok && compiled.text).toContain('name: "src-6"');
  });
});

describe("transforms", () => {
  const observation = { target: "Observation" };
  test("qty() of a text, of value and unit, and of a code", async () => {
    expect(await target("src.t as t -> tgt.q = qty(t);", { t: "<4.50 mm" })).toEqual({
      q: { value: { rawJSON: "4.50" }, comparator: "<", unit: "mm" },
    });
    expect(await target("src.n as n -> tgt.q = qty(n, 'mm');", { n: 4 })).toEqual({ q: { value: 4, unit: "mm" } });
    expect(await target("src.n as n -> tgt.q = qty(n, 'mm', 'urn:u', 'mm');", { n: 4 })).toEqual({
      q: { value: 4, unit: "mm", system: "urn:u", code: "mm" },
    });
    expect(await rulesOf("src.t as t -> tgt.q = qty(t);", { t: "much" })).toEqual(["fml/quantity"]);
  });
  test("id(), cp() and cc(text)", async () => {
    const rules = "src.t as t -> tgt.identifier = id('urn:ids', t), tgt.code = cc(t);";
    expect(await target(rules, { t: "7" }, observation)).toEqual({
      resourceType: "Observation",
      identifier: [{ system: "urn:ids", value: "7" }],
      code: { text: "7" },
    });
    const contact = "src.s as s -> tgt.telecom = cp(s);";
    const s = ["a@example.org", "+43 1 234", "https://example.org"];
    expect(await target(contact, { s }, { target: "Patient" })).toEqual({
      resourceType: "Patient",
      telecom: [
        { system: "email", value: s[0] },
        { system: "phone", value: s[1] },
        { system: "url", value: s[2] },
      ],
    });
  });
  test("escape() writes a text for html, json and url, and reads it back", async () => {
    expect(await target("src.t as t -> tgt.t = escape(t, 'html');", { t: "a<b" })).toEqual({ t: "a&lt;b" });
    expect(await target("src.t as t -> tgt.t = escape(t, 'html', 'url');", { t: "a&lt;b" })).toEqual({ t: "a%3Cb" });
    expect(await rulesOf("src.t as t -> tgt.t = escape(t, 'json', 'text');", { t: '"' })).toEqual(["fml/escape"]);
  });
  test("uuid() asks the run", async () => {
    expect(await target("src -> tgt.t = uuid();", {})).toEqual({ t: "00000000-0000-4000-8000-000000000001" });
  });
  test("reference() fills a Reference; pointer() writes a UUID as urn", async () => {
    const id = "00000000-0000-4000-8000-00000000000f";
    const rules = "src.any : Patient as p -> tgt.ref = reference(p), tgt.t = pointer(p);";
    expect(await target(rules, { any: [{ resourceType: "Patient", id }] })).toEqual({
      ref: { reference: `Patient/${id}` },
      t: `urn:uuid:${id}`,
    });
    expect(await rulesOf(rules, { any: [{ resourceType: "Patient" }] })).toEqual(["fml/reference", "fml/reference"]);
  });
  test("translate() gives what the element takes, a display, a CodeableConcept; and takes Codings", async () => {
    const { url } = letters;
    const one = {
      t: "one",
      cc: {
        coding: [
          { system: "urn:other", code: "one" },
          { system: "urn:from", code: "one" },
        ],
      },
    };
    expect(await target(`src.t as t -> tgt.cc = translate(t, '${url}');`, one)).toEqual({
      cc: { coding: [{ system: "urn:to", code: "1" }] },
    });
    expect(await target(`src.t as t -> tgt.t = translate(t, '${url}', 'display');`, one)).toEqual({ t: "Number one" });
    expect(await target(`src.cc as c -> tgt.t = translate(c, '${url}', 'code');`, one)).toEqual({ t: "1" });
  });
});

test("`/// url` names a map that has no map line", async () => {
  const text = mapText("src.t as t -> tgt.t = t;").replace(/^map .*/, "/// url = 'urn:map'\n/// name = 'Named'");
  const compiled = await compileText(text);
  expect(compiled.ok && compiled.text).toContain('url: "urn:map"');
});

test("a text may hold any escape", async () => {
  expect(await target(String.raw`src -> tgt.t = 'it\'s a \\ and \u00e4\n';`, {})).toEqual({ t: "it's a \\ and ä\n" });
});
