import { describe, expect, test } from "vitest";
import { compileWith, logicalModel, modelWith, type Ran } from "../../support/fml-world.ts";

/** The examples of https://hl7.org/fhir/R4/mapping-tutorial.html, step by step, in words and values of our own. */
type Types = Readonly<Record<string, string>>;

async function transform(left: Types, right: Types, body: string, source: unknown, more: Record<string, Types> = {}) {
  const inner = Object.entries(more).map(([name, types]) => logicalModel(name, types));
  const model = modelWith(logicalModel("TLeft", left), logicalModel("TRight", right), ...inner);
  const text = `map "http://hl7.org/fhir/StructureMap/tutorial" = tutorial

uses "http://hl7.org/fhir/StructureDefinition/tutorial-left" as source
uses "http://hl7.org/fhir/StructureDefinition/tutorial-right" as target

${body.includes("group tutorial(") ? body : `group tutorial(source src : TLeft, target tgt : TRight) {\n${body}\n}`}`;
  const compiled = await compileWith(model, text);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return compiled.run(source);
}

const target = async (...args: Parameters<typeof transform>): Promise<unknown> => {
  const { target: made, issues } = await transform(...args);
  expect(issues).toEqual([]);
  return made;
};
const rulesOf = ({ issues }: Ran) => issues.map(({ rule }) => rule);

describe("step 1: a value is copied", () => {
  test("through a variable", async () => {
    expect(await target({ a: "string" }, { a: "string" }, 'src.a as a -> tgt.a = a "rule_a";', { a: "x" })).toEqual({
      a: "x",
    });
  });
  test("in short", async () => {
    expect(await target({ a: "string" }, { a: "string" }, "src.a -> tgt.a;", { a: "x" })).toEqual({ a: "x" });
  });
});

test("step 2: the elements have different names", async () => {
  expect(await target({ a1: "string" }, { a2: "string" }, "src.a1 as b -> tgt.a2 = b;", { a1: "x" })).toEqual({
    a2: "x",
  });
});

describe("step 3: the target takes 20 characters", () => {
  const types = { a2: "string" };
  const long = "twenty-one characters";
  test("cut off", async () => {
    expect(await target(types, types, "src.a2 as a -> tgt.a2 = truncate(a, 20);", { a2: long })).toEqual({
      a2: "twenty-one character",
    });
  });
  test("left out", async () => {
    const rule = "src.a2 as a where a2.length() <= 20 -> tgt.a2 = a;";
    expect(await target(types, types, rule, { a2: long })).toEqual({});
    expect(await target(types, types, rule, { a2: "short" })).toEqual({ a2: "short" });
  });
  test("an error", async () => {
    const rule = "src.a2 as a check a2.length() <= 20 -> tgt.a2 = a;";
    expect(rulesOf(await transform(types, types, rule, { a2: long }))).toEqual(["fml/check"]);
    expect(await target(types, types, rule, { a2: "short" })).toEqual({ a2: "short" });
  });
});

describe("step 4: a string becomes an integer", () => {
  const left = { a21: "string" };
  const right = { a21: "integer" };
  test("or the run fails", async () => {
    const rule = "src.a21 as a -> tgt.a21 = cast(a, 'integer');";
    expect(await target(left, right, rule, { a21: "7" })).toEqual({ a21: 7 });
    expect(rulesOf(await transform(left, right, rule, { a21: "seven" }))).toEqual(["fml/cast"]);
  });
  test("or is left out", async () => {
    const rule = "src.a21 as a where a21.matches('^[0-9]+$') -> tgt.a21 = cast(a);";
    expect(await target(left, right, rule, { a21: "seven" })).toEqual({});
    expect(await target(left, right, rule, { a21: "7" })).toEqual({ a21: 7 });
  });
  test("or is another value", async () => {
    const rules = `src.a21 as a where a21.matches('^[0-9]+$') -> tgt.a21 = cast(a, 'integer');
      src.a21 as a where a21.matches('^[0-9]+$').not() -> tgt.a21 = 0;`;
    expect(await target(left, right, rules, { a21: "seven" })).toEqual({ a21: 0 });
  });
});

test("step 5: a list is copied item by item", async () => {
  const types = { a22: "string*" };
  expect(await target(types, types, "src.a22 as a -> tgt.a22 = a;", { a22: ["x", "y"] })).toEqual({ a22: ["x", "y"] });
});

describe("step 6: a list goes where one value, or some, are wanted", () => {
  const left = { a23: "string*" };
  const source = { a23: ["x", "y", "z"] };
  test("only_one fails on several", async () => {
    const rule = "src.a23 only_one as a -> tgt.a23 = a;";
    expect(rulesOf(await transform(left, { a23: "string" }, rule, source))).toEqual(["fml/check"]);
    expect(await target(left, { a23: "string" }, rule, { a23: ["x"] })).toEqual({ a23: "x" });
  });
  test.each([
    ["first", ["x"]],
    ["not_first", ["y", "z"]],
    ["last", ["z"]],
    ["not_last", ["x", "y"]],
  ])("%s", async (mode, a23) => {
    expect(await target(left, left, `src.a23 ${mode} as a -> tgt.a23 = a;`, source)).toEqual({ a23 });
  });
});

describe("step 7: content is nested", () => {
  const types = { aa: "BackboneElement", "aa.ab": "string" };
  test("in inner rules", async () => {
    const rule = "src.aa as s_aa -> tgt.aa as t_aa then { s_aa.ab as ab -> t_aa.ab = ab; };";
    expect(await target(types, types, rule, { aa: { ab: "x" } })).toEqual({ aa: { ab: "x" } });
  });
  test("in a group", async () => {
    const groups = `group tutorial(source src : TLeft, target tgt : TRight) {
      src.aa as s_aa -> tgt.aa as t_aa then ab_content(s_aa, t_aa);
    }
    group ab_content(source src, target tgt) { src.ab as ab -> tgt.ab = ab; }`;
    expect(await target(types, types, groups, { aa: { ab: "x" } })).toEqual({ aa: { ab: "x" } });
  });
  test("in an invocation among the targets", async () => {
    const groups = `group tutorial(source src : TLeft, target tgt : TRight) {
      src.aa as s_aa -> tgt.aa as t_aa, ab_content(s_aa, t_aa);
    }
    group ab_content(source src, target tgt) { src.ab -> tgt.ab; }`;
    expect(await target(types, types, groups, { aa: { ab: "x" } })).toEqual({ aa: { ab: "x" } });
  });
});

test("step 8: a code is translated by a ConceptMap that stands in the map", async () => {
  const types = { d: "code" };
  const body = `conceptmap "#uri-of-concept-map" {
  prefix s = "urn:left"
  prefix t = "urn:right"

  s:M == t:male
  s:"in-between" == t:"other"
  s:U -- 
}

group tutorial(source src : TLeft, target tgt : TRight) {
  src.d as d -> tgt.d = translate(d, '#uri-of-concept-map', 'code');
}`;
  expect(await target(types, types, body, { d: "M" })).toEqual({ d: "male" });
  expect(await target(types, types, body, { d: "in-between" })).toEqual({ d: "other" });
  expect(rulesOf(await transform(types, types, body, { d: "U" }))).toEqual(["fml/translate"]);
});

test.each([
  ["the neighbour by its name", "m"],
  ["the neighbour through the source", "src.m"],
])("step 9: where a value goes depends on another: %s", async (_, m) => {
  const rules = `src.i as i where ${m} < 2 -> tgt.j = i; src.i as i where ${m} >= 2 -> tgt.k = i;`;
  const [left, right] = [
    { i: "string", m: "integer" },
    { j: "string", k: "string" },
  ];
  expect(await target(left, right, rules, { i: "x", m: 1 })).toEqual({ j: "x" });
  expect(await target(left, right, rules, { i: "x", m: 2 })).toEqual({ k: "x" });
});

describe("step 10: the types tell which group maps them", () => {
  const inner = { TLeftInner: { ab: "string" }, TRightInner: { ac: "string" } };
  const groups = (mode: string) => `group tutorial(source src : TLeft, target tgt : TRight) { src.aa -> tgt.aa; }
    group ab_content(source src : TLeftInner, target tgt : TRightInner) <<${mode}>> { src.ab -> tgt.ac; }`;
  test.each(["types", "type+"])("<<%s>>", async (mode) => {
    const [left, right] = [{ aa: "TLeftInner*" }, { aa: "TRightInner*" }];
    const made = await target(left, right, groups(mode), { aa: [{ ab: "x" }, { ab: "y" }] }, inner);
    expect(made).toEqual({ aa: [{ ac: "x" }, { ac: "y" }] });
  });
  test("without one, the two types must be one", async () => {
    const body = "src.aa -> tgt.aa;";
    const [left, right] = [{ aa: "TLeftInner" }, { aa: "TRightInner" }];
    await expect(target(left, right, body, {}, inner)).rejects.toThrow(
      "No default group takes TLeftInner to TRightInner",
    );
    expect(await target(left, left, body, { aa: { ab: "x" } }, inner)).toEqual({ aa: { ab: "x" } });
  });
});

test("step 11: two elements become items of one list", async () => {
  const right = { e: "BackboneElement*", "e.f": "string", "e.g": "code" };
  const rules = `src.e as s_e -> tgt.e as t_e then { s_e -> t_e.f = s_e, t_e.g = 'g1'; };
    src.f as s_f -> tgt.e as t_e first then { s_f -> t_e.f = s_f, t_e.g = 'g2'; };`;
  expect(await target({ e: "string*", f: "string" }, right, rules, { e: ["x", "y"], f: "z" })).toEqual({
    e: [
      { f: "x", g: "g1" },
      { f: "y", g: "g1" },
      { f: "z", g: "g2" },
    ],
  });
});

test("step 12: repetition moves up, and the value around is repeated", async () => {
  const left = { az1: "BackboneElement", "az1.az2": "string", "az1.az3": "string*" };
  const right = { az1: "BackboneElement*", "az1.az2": "string", "az1.az3": "string" };
  const rules = `src.az1 as s_az1 then {
    s_az1.az3 as s_az3 -> tgt.az1 as t_az1 then {
      s_az1.az2 as az2 -> t_az1.az2 = az2;
      s_az3 -> t_az1.az3 = s_az3;
    };
  };`;
  expect(await target(left, right, rules, { az1: { az2: "x", az3: ["y", "z"] } })).toEqual({
    az1: [
      { az2: "x", az3: "y" },
      { az2: "x", az3: "z" },
    ],
  });
});

test("step 13: a resource is made and referred to", async () => {
  const right = { ptr: "string", f2: "Resource*" };
  const rule = `src.f1 as s_f1 -> tgt.f2 = create("Basic") as rr, tgt.ptr = reference(rr) then {
    s_f1 -> rr.code as code, code.text = s_f1;
  };`;
  const id = "00000000-0000-4000-8000-000000000001";
  expect(await target({ f1: "string" }, right, rule, { f1: "x" })).toEqual({
    ptr: `Basic/${id}`,
    f2: [{ resourceType: "Basic", id, code: { text: "x" } }],
  });
});
