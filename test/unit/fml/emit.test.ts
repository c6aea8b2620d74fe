import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMap, toStructureMap } from "../../../src/fml/index.ts";
import { interpret } from "../../support/fml-interpreter.ts";
import { base, compileText, letters, mapText, model } from "../../support/fml-world.ts";

const rules = `
  src.t as t -> tgt.t = t, tgt.one as one, one.k = append('k-', t);
  src.a as a -> tgt.one as one, one.v = a;
  src.s as s -> tgt.o as o, o.k = s then {
    src.n as n where $this > 1 -> o.n = n;
    s where $this.startsWith('p') or %src.b = true -> o.v = 'p', o.v = truncate(s, 1);
  };
  src.o as item then part(src, item, tgt);
  src.o as item then entry(item, tgt);
  src.c as c -> tgt.cc as concept, concept.coding = translate(c, '${letters.url}', 'Coding'), concept.text = c;
  src.x : string as x -> tgt.x = x;
  src.x : Quantity as x -> tgt.q = x;
  src where s.exists() and t.empty() -> tgt.ccs = cc('urn:a', 'no-t');
  src.i as i -> tgt.i = i, tgt.z = (%i.toString() & '/' & %src.s.count().toString());
`;
const after = `
group part(source src, source item, target tgt) {
  item.k as k where length() > 1 -> tgt.o as o, o.k = k then leaf(item, o);
}
group entry(source item, target tgt) {
  item -> tgt.any = create('Observation') as observation, observation.subject as subject then {
    item.k as k -> subject.reference = append('Patient/', k), observation.value = k;
    item then leafName(item, observation);
  };
}
group leaf(source item, target o) { item.v as v -> o.v = v; }
group leafName(source item, target observation : Observation) {
  item.v first as v -> observation.component as component, component.code as code, code.text = v;
}
`;
const text = mapText(rules, { after });

const word = fc.constantFrom("p", "pq", "q", "one", "wider", "missing");
const optional = { requiredKeys: [] };
const source = fc.record(
  {
    t: word,
    a: word,
    s: fc.array(word, { minLength: 1, maxLength: 3 }),
    n: fc.constantFrom(0, 1, 1.5, 2),
    b: fc.boolean(),
    i: fc.integer({ min: 0, max: 9 }),
    c: fc.constantFrom("one", "wider", "missing"),
    xString: word,
    xQuantity: fc.constant({ value: 1, unit: "mm" }),
    o: fc.array(fc.record({ k: word, v: fc.array(word, { minLength: 1, maxLength: 2 }) }, optional), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  optional,
);

test("gives what the plain interpreter gives, for any source", async () => {
  const parsed = parseMap(text, "map0.map");
  const compiled = await compileText(text);
  if (!parsed.ok || !compiled.ok) throw new Error("The map compiles.");
  fc.assert(
    fc.property(source, (one) => {
      const before = JSON.stringify(one);
      const { target, issues } = compiled.run(one);
      expect(issues).toEqual([]);
      expect(JSON.parse(JSON.stringify(target))).toEqual(
        JSON.parse(JSON.stringify(interpret(parsed.value, model, [letters], one))),
      );
      expect(JSON.stringify(one)).toBe(before);
    }),
    { numRuns: 400 },
  );
});

test("the same map gives the same bytes", async () => {
  const [first, second] = [await compileText(text), await compileText(text)];
  expect(first.ok && second.ok && first.text === second.text).toBe(true);
});

test("a list is made of the item that is surely its first, and others are added to it", async () => {
  const compiled = await compileText(
    mapText(`src -> tgt.any = create('Observation') as r then {
      src.a as a -> r.note as note, note.text = a;
      src.t as t -> r.note as note, note.text = t;
      src.s as s -> r.component as component, component.code as code, code.text = s;
    };`),
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  const statements = compiled.text.split("\n").map((line) => line.trim());
  expect(statements.filter((line) => /\.(?:note|component) = |\.push\(/.test(line))).toEqual([
    "(tgt.any ??= []).push(r);",
    "r.note = [note];",
    "(r.note ??= []).push(note2);",
    "(r.component ??= []).push(component);",
  ]);
  const { target } = compiled.run({ a: "a", t: "t", s: ["x", "y"] });
  expect(target).toMatchObject({
    any: [{ note: [{ text: "a" }, { text: "t" }], component: [{ code: { text: "x" } }, { code: { text: "y" } }] }],
  });
});

test("groups that the first group calls are functions, what they alone call is written into them", async () => {
  const compiled = await compileText(
    mapText("src.o as item -> tgt.o as o then outer(item, o);", {
      after:
        "group outer(source item, target o) { item then inner(item, o); }\ngroup inner(source item, target o) { item.k as k -> o.k = k; }",
    }),
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  expect([...compiled.text.matchAll(/^const (\S+) = \(/gm)].map(([, name]) => name)).toEqual(["$main", "$outer"]);
});

test("every reference that a rule set is gathered once; one copied from the source is not", async () => {
  const compiled = await compileText(
    mapText(
      "src.ref as r -> tgt.ref = r; src.s as s -> tgt.any = create('Observation') as o, o.subject as subject, subject.reference = s;",
    ),
  );
  const given = { s: ["a", "b"], ref: { reference: "c", display: "C" } };
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  const { target, references } = compiled.run(given);
  expect(references.map(({ reference }) => reference).sort()).toEqual(["a", "b"]);
  for (const one of references) one.reference = "changed";
  expect(JSON.stringify(target).match(/changed/g)?.length).toBe(2);
  expect(given.ref.reference).toBe("c");
});

test("literal parts are constants of the module that later runs cannot change", async () => {
  const compiled = await compileText(
    mapText("src -> tgt.cc = cc('urn:a', '1'); src.t as t -> tgt.cc as k, k.text = t;"),
  );
  if (!compiled.ok) throw new Error("The map compiles.");
  expect(compiled.run({ t: "x" }).target).toEqual({ cc: { coding: [{ system: "urn:a", code: "1" }], text: "x" } });
  expect(compiled.run({}).target).toEqual({ cc: { coding: [{ system: "urn:a", code: "1" }] } });
});

test("names of the map that are words of JavaScript or of the module do no harm", async () => {
  const compiled = await compileText(
    mapText(
      "src.t as run -> tgt.one as class, class.k = run then { src.a as rules -> class.v = append(rules, run); };",
    ),
  );
  expect(compiled.ok && compiled.run({ t: "x", a: "y" }).target).toEqual({ one: { k: "x", v: "yx" } });
});

test("an issue of a run names the rule and its line, and no value", async () => {
  const compiled = await compileText(mapText("src.s as s check $this = 'q' -> tgt.s = s \"named\";"));
  const issues = compiled.ok ? compiled.run({ s: ["secret"] }).issues : [];
  expect(issues[0]).toMatchObject({ rule: "fml/check", severity: "error" });
  expect(issues[0]?.message).toContain("main/named, map0.map:6:1");
  expect(JSON.stringify(issues)).not.toContain("secret");
});

test("a map becomes the R4 resource", () => {
  const parsed = parseMap(
    mapText("src.s first as s where $this = 'q' -> tgt.o as o share it, o.n = 4, o.k = (%s & 'x') \"r\";"),
    "a.map",
  );
  if (!parsed.ok) throw new Error("The map parses.");
  expect(toStructureMap(parsed.value)).toMatchObject({
    resourceType: "StructureMap",
    url: `${base}/StructureMap/fact`,
    status: "draft",
    structure: [
      { mode: "source", alias: "In" },
      { mode: "target", alias: "Out" },
    ],
    group: [
      {
        name: "main",
        typeMode: "none",
        rule: [
          {
            name: "r",
            source: [{ context: "src", element: "s", listMode: "first", variable: "s", condition: "$this = 'q'" }],
            target: [
              {
                context: "tgt",
                contextType: "variable",
                element: "o",
                variable: "o",
                listMode: ["share"],
                listRuleId: "it",
              },
              { element: "n", transform: "copy", parameter: [{ valueInteger: 4 }] },
              { element: "k", transform: "evaluate", parameter: [{ valueString: "%s & 'x'" }] },
            ],
          },
        ],
      },
    ],
  });
});

test("objects with nothing but translated codings are shared by all results, and no others are", async () => {
  const translated = (code: string) => `translate(${code}, '${letters.url}', 'Coding')`;
  const rules = (more: string) => `
    src.c as c, src.a as a -> tgt.ccs as concept, concept.coding = ${translated("c")}, concept.coding = ${translated("a")}${more};`;
  const source = { c: "one", a: "wider" };
  const runs = async (text: string) => {
    const compiled = await compileText(text);
    if (!compiled.ok) throw new Error("The map compiles.");
    return [source, source, { c: "one", a: "missing" }, { c: "missing", a: "missing" }].map(
      (one) => (compiled.run(one).target as { ccs?: { coding?: object[] }[] }).ccs?.[0],
    );
  };
  const [first, again, lone, none] = await runs(mapText(rules("")));
  expect(first?.coding).toHaveLength(2);
  expect(again).toBe(first);
  expect(lone?.coding).toEqual([first?.coding?.[0]]);
  expect(none).toBeUndefined();
  for (const changed of [
    mapText(rules(", concept.text = c")),
    mapText(rules(" then { src.s first as s -> concept.text = s; }")),
    mapText(rules(" then named(src, concept)"), {
      after: "group named(source src, target concept : CodeableConcept) { src.t as t -> concept.text = t; }",
    }),
  ]) {
    const [own, other] = await runs(changed);
    expect(own?.coding).toHaveLength(2);
    expect(other).not.toBe(own);
  }
});

test("what rules fill with constants alone is shared by all results, until something else goes in", async () => {
  const coding = (code: string) => `concept.coding as coding, coding.system = 'urn:a', coding.code = '${code}'`;
  const compiled = await compileText(
    mapText(
      `src then first(src, tgt);
       src then second(src, tgt);
       src then words(src, tgt);`,
      {
        after: `
group first(source src, target tgt) { src -> tgt.cc as concept, ${coding("one")} "one"; }
group second(source src, target tgt) { src.a as a -> tgt.cc as concept, ${coding("two")} "two"; }
group words(source src, target tgt) { src.t as t -> tgt.cc as concept, concept.text = t "text"; }
`,
      },
    ),
  );
  if (!compiled.ok) throw new Error("The map compiles.");
  const run = (source: object) => (compiled.run(source).target as { cc?: object }).cc;
  const [one, two] = ["one", "two"].map((code) => ({ system: "urn:a", code }));
  const [alone, both, worded] = [run({}), run({ a: "a" }), run({ a: "a", t: "words" })];
  expect(alone).toEqual({ coding: [one] });
  expect(both).toEqual({ coding: [one, two] });
  expect(worded).toEqual({ coding: [one, two], text: "words" });
  expect(run({})).toBe(alone);
  expect(run({ a: "a" })).toBe(both);
  expect(run({ a: "a", t: "words" })).not.toBe(worded);
  expect([alone, both]).toEqual([{ coding: [one] }, { coding: [one, two] }]);
});

test("what is filled under a condition keeps its place among the rest", async () => {
  const coding = (code: string) => `concept.coding as coding, coding.system = 'urn:a', coding.code = '${code}'`;
  const compiled = await compileText(
    mapText(`src -> tgt.cc as concept, ${coding("one")} then {
      src.a as a -> ${coding("two")} "two";
      src -> ${coding("three")} "three";
    } "concept";`),
  );
  if (!compiled.ok) throw new Error("The map compiles.");
  const codes = (source: object) =>
    (compiled.run(source).target as { cc: { coding: { code: string }[] } }).cc.coding.map(({ code }) => code);
  expect(codes({ a: "a" })).toEqual(["one", "two", "three"]);
  expect(codes({})).toEqual(["one", "three"]);
});

test("a list that grows with the source is shared by no other result", async () => {
  const compiled = await compileText(
    mapText("src.s as s then more(s, tgt);", {
      after: `group more(source s, target tgt) {
        s -> tgt.cc as concept, concept.coding as coding, coding.system = 'urn:a', coding.code = 'x' "x";
      }`,
    }),
  );
  if (!compiled.ok) throw new Error("The map compiles.");
  const run = (count: number) => {
    const { target } = compiled.run({ s: Array.from({ length: count }, String) });
    return (target as { cc: { coding: object[] } }).cc;
  };
  const long = run(20_000);
  expect(long.coding).toHaveLength(20_000);
  expect(run(20_000)).not.toBe(long);
  expect([1, 4, 5, 7].map((count) => run(count).coding.length)).toEqual([1, 4, 5, 7]);
  expect(run(2)).toBe(run(2));
});

test("a constant that a translated concept completes is shared by all results, until something else goes in", async () => {
  const rules = (more: string) => `
    src.c as c -> tgt.any = create('Observation') as observation, observation.component as component,
      component.code as code, code.text = 'name', create('CodeableConcept') as concept,
      concept.coding = translate(c, '${letters.url}', 'Coding'), component.value = concept${more};`;
  const componentsOf = async (text: string) => {
    const compiled = await compileText(text);
    if (!compiled.ok) throw new Error("The map compiles.");
    return ["one", "one", "wider", "missing", "missing"].map((c) => {
      const { target } = compiled.run({ c, t: "t" });
      return (target as { any: { component: object[] }[] }).any[0]?.component[0];
    });
  };
  const [first, again, other, none] = await componentsOf(mapText(rules("")));
  expect(first).toMatchObject({ code: { text: "name" }, valueCodeableConcept: { coding: [{}] } });
  expect(Object.isFrozen(first)).toBe(true);
  expect(again).toBe(first);
  expect(other).not.toEqual(first);
  expect(none).toEqual({ code: { text: "name" } });
  for (const changed of [
    mapText(rules(", component.id = c")),
    mapText(rules(" then { src.t as t -> component.id = t; }")),
    mapText(rules(" then named(src, component)"), {
      after: "group named(source src, target component) { src.t as t -> component.id = t; }",
    }),
    mapText(rules(", concept.text = c")),
  ]) {
    const [own, twin, , lone] = await componentsOf(changed);
    expect(own).toHaveProperty(changed.includes("concept.text") ? "valueCodeableConcept.text" : "id");
    expect(own).toEqual(twin);
    expect(own).not.toBe(twin);
    expect(lone).toMatchObject({ code: { text: "name" } });
  }
});
