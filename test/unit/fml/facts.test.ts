import { expect, test } from "vitest";
import { compileText, letters, mapText } from "../../support/fml-world.ts";

/** Rules over a source, and what HL7's Java engine (org.hl7.fhir.core 6.7.9) made of them; `fails` where it threw. */
type Fact = readonly [
  name: string,
  rules: string,
  source: unknown,
  expected: unknown,
  more?: Parameters<typeof mapText>[1],
];
const fails = Symbol("fails");
const observation = { target: "Observation" };
const url = letters.url;
const raw = (text: string) => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
const share2 =
  "group g1(source src, target tgt) { src -> tgt.o as o share it, o.k = 'k'; } group g2(source src, target tgt) { src -> tgt.o as o share it, o.v = 'v'; }";

const facts: readonly Fact[] = [
  ["an object that gets nothing", "src -> tgt.name as n;", {}, {}],
  ["an object in an object that gets nothing", "src -> tgt.one as n, tgt.o as o;", {}, {}],
  [
    "a list of an empty and a filled object",
    "src.s as s -> tgt.o as o then { s where $this = 'q' -> o.k = s; };",
    { s: ["p", "q"] },
    { o: [{ k: "q" }] },
  ],
  ["nothing at all", "src.t as t -> tgt.t = t;", {}, {}],
  ["a list copied by a rule", "src.s as s -> tgt.s = s;", { s: ["p", "q"] }, { s: ["p", "q"] }],
  ["a list onto a single element", "src.s as s -> tgt.t = s;", { s: ["p", "q"] }, { t: "q" }],
  [
    "a single object made twice",
    "src -> tgt.one as n, n.k = 'k'; src -> tgt.one as n, n.v = 'v';",
    {},
    { one: { k: "k", v: "v" } },
  ],
  [
    "a single CodeableConcept set twice",
    "src -> tgt.cc = cc('urn:a', '1'); src -> tgt.cc = cc('urn:a', '2');",
    {},
    { cc: { coding: [{ system: "urn:a", code: "2" }] } },
  ],
  [
    "a repeating CodeableConcept set twice",
    "src -> tgt.ccs = cc('urn:a', '1'); src -> tgt.ccs = cc('urn:a', '2');",
    {},
    { ccs: [{ coding: [{ system: "urn:a", code: "1" }] }, { coding: [{ system: "urn:a", code: "2" }] }] },
  ],
  ["source first", "src.s first as s -> tgt.s = s;", { s: ["p", "q", "r"] }, { s: ["p"] }],
  ["source not_first", "src.s not_first as s -> tgt.s = s;", { s: ["p", "q", "r"] }, { s: ["q", "r"] }],
  ["source last", "src.s last as s -> tgt.s = s;", { s: ["p", "q", "r"] }, { s: ["r"] }],
  ["source not_last", "src.s not_last as s -> tgt.s = s;", { s: ["p", "q", "r"] }, { s: ["p", "q"] }],
  ["source only_one", "src.s only_one as s -> tgt.s = s;", { s: ["p", "q", "r"] }, fails],
  ["target first", "src.s as s -> tgt.o as o first, o.k = s;", { s: ["p", "q"] }, { o: [{ k: "p" }, { k: "q" }] }],
  ["target share", "src.s as s -> tgt.o as o share it, o.v = s;", { s: ["p", "q"] }, { o: [{ v: ["p", "q"] }] }],
  [
    "share across two rules",
    "src -> tgt.o as o share it, o.k = 'k'; src -> tgt.o as o share it, o.v = 'v';",
    {},
    { o: [{ k: "k", v: ["v"] }] },
  ],
  [
    "share across rules of two groups",
    "src then g1(src, tgt); src then g2(src, tgt);",
    {},
    { o: [{ k: "k" }, { v: ["v"] }] },
    { after: share2 },
  ],
  ["default, none there", "src.t default 'dflt' as t -> tgt.t = t;", {}, { t: "dflt" }],
  ["a source type that does not fit", "src.x : Quantity as x -> tgt.q = x;", { xString: "x" }, {}],
  [
    "a source type that fits",
    "src.x : Quantity as x -> tgt.q = x;",
    { xQuantity: { value: raw("1.50"), unit: "mm" } },
    { q: { value: raw("1.50"), unit: "mm" } },
  ],

  ["decimal 4.50 copied", "src.n as n -> tgt.n = n;", { n: raw("4.50") }, { n: raw("4.50") }],
  [
    "a long decimal copied",
    "src.n as n -> tgt.n = n;",
    { n: raw("12345678901234567890.1234567890123456789") },
    { n: raw("12345678901234567890.1234567890123456789") },
  ],
  ["0.1 + 0.2", "src -> tgt.n = (0.1 + 0.2);", {}, { n: 0.3 }],
  ["1 / 3", "src -> tgt.n = (1 / 3);", {}, { n: 0.3 }],
  ["n * 2, n = 4.50", "src.n as n -> tgt.n = (%n * 2);", { n: raw("4.50") }, { n: raw("9.00") }],
  ["10.0 / 4", "src -> tgt.n = (10.0 / 4);", {}, { n: 2.5 }],
  ["1.0 / 3.0", "src -> tgt.n = (1.0 / 3.0);", {}, { n: 0.33 }],
  ["n / 3, n = 4.75", "src.n as n -> tgt.n = (%n / 3);", { n: 4.75 }, { n: 1.58 }],
  ["n + 1.1, n = 4.50", "src.n as n -> tgt.n = (%n + 1.1);", { n: raw("4.50") }, { n: raw("5.60") }],
  ...(
    [
      ["7 / 2", 3.5],
      ["2 / 3", 0.7],
      ["100 / 3", 33.3],
      ["1 / 7", 0.1],
      ["22 / 7.0", 3.1],
      ["0.5 / 3", 0.2],
      ["1000.0 / 3", 333.33],
      ["4.5 * 1.5", 6.75],
      ["4.50 * 1.50", raw("6.7500")],
      ["4.75 - 4.75", raw("0.00")],
      ["4.50 - 1", raw("3.50")],
      ["7 div 2", 3],
      ["7.5 mod 2", 1.5],
      ["-7 / 2", -3.5],
      ["1 / 8", 0.125],
      ["6 / 3", 2],
      ["0.001 / 3", 0.0003],
    ] as const
  ).map(([expression, n]): Fact => [expression, `src -> tgt.n = (${expression});`, {}, { n }]),
  ["decimal literal 4.50", "src -> tgt.n = 4.50;", {}, { n: raw("4.50") }],
  ["literals into a decimal and a boolean", "src -> tgt.n = 4, tgt.b = true;", {}, { n: 4, b: true }],
  ["'true' into a boolean, '7' into an integer", "src -> tgt.b = 'true', tgt.i = '7';", {}, { b: true, i: 7 }],
  ["'x' into a boolean", "src -> tgt.b = 'x';", {}, { b: false }],
  ["a decimal into an integer", "src.n as n -> tgt.i = n;", { n: raw("4.50") }, fails],
  ["a decimal into a string", "src.n as n -> tgt.t = n;", { n: raw("4.50") }, { t: "4.50" }],
  [
    "a HumanName copied, extension and all",
    "src.name as n -> tgt.name = n;",
    { name: { family: "F", _family: { id: "x" }, given: ["G", "H"] } },
    { name: { family: "F", _family: { id: "x" }, given: ["G", "H"] } },
  ],
  ["an extension of a primitive", "src.t as t -> tgt.t = t;", { t: "x", _t: { id: "i" } }, { t: "x" }],

  ["value = a string", "src -> tgt.value = 'x';", {}, { resourceType: "Observation", valueString: "x" }, observation],
  [
    "value = an integer literal",
    "src -> tgt.value = 7;",
    {},
    { resourceType: "Observation", valueInteger: 7 },
    observation,
  ],
  [
    "value = a date cast to dateTime",
    "src.d as d -> tgt.value = cast(d, 'dateTime');",
    { d: "2024-03-06" },
    { resourceType: "Observation", valueDateTime: "2024-03-06" },
    observation,
  ],
  [
    "value = a boolean expression",
    "src -> tgt.value = (1 > 0);",
    {},
    { resourceType: "Observation", valueBoolean: true },
    observation,
  ],
  [
    "value = create and fill",
    "src.n as n -> tgt.value = create('Quantity') as q, q.value = n, q.unit = 'mL';",
    { n: raw("4.50") },
    { resourceType: "Observation", valueQuantity: { value: raw("4.50"), unit: "mL" } },
    observation,
  ],
  [
    "valueQuantity as q",
    "src -> tgt.valueQuantity as q, q.unit = 'mL';",
    {},
    { resourceType: "Observation", valueQuantity: { unit: "mL" } },
    observation,
  ],
  [
    "two values",
    "src -> tgt.value = create('Quantity') as q, q.unit = 'mL'; src -> tgt.value = 'x';",
    {},
    { resourceType: "Observation", valueQuantity: { unit: "mL" }, valueString: "x" },
    observation,
  ],
  [
    "source.xQuantity",
    "src.xQuantity as x -> tgt.value = x;",
    { xQuantity: { value: 1 } },
    { resourceType: "Observation", valueQuantity: { value: 1 } },
    observation,
  ],
  ["a choice copied by its own type", "src.x as x -> tgt.x = x;", { xString: "x" }, { xString: "x" }],
  [
    "create aside, fill, then value = it",
    "src -> create('CodeableConcept') as k, k.coding = c('urn:a', '1'), tgt.value = k;",
    {},
    { resourceType: "Observation", valueCodeableConcept: { coding: [{ system: "urn:a", code: "1" }] } },
    observation,
  ],
  [
    "component.value",
    "src.n as n -> tgt.component as p, p.value = create('Quantity') as q, q.value = n;",
    { n: raw("4.50") },
    { resourceType: "Observation", component: [{ valueQuantity: { value: raw("4.50") } }] },
    observation,
  ],
  ["an empty resource", "src -> tgt.any = create('Patient') as p;", {}, {}],
  [
    "a resource of the type that the map asks for, and no other",
    "src.any : Patient as p then { p.gender as g -> tgt.t = g; };",
    { any: [{ resourceType: "Device" }, { resourceType: "Patient", gender: "female" }] },
    { t: "female" },
  ],
  [
    "a resource",
    "src -> tgt.any = create('Patient') as p, p.active = true;",
    {},
    { any: [{ resourceType: "Patient", active: true }] },
  ],

  [
    "append: literal, decimal, integer",
    "src.n as n -> tgt.t = append('a', n, 7);",
    { n: raw("4.50") },
    { t: "a4.507" },
  ],
  ["truncate", "src.t as t -> tgt.t = truncate(t, 2);", { t: "äöü" }, { t: "äö" }],
  ["evaluate(src, expression)", "src -> tgt.t = evaluate(src, s.first());", { s: ["p", "q"] }, { t: "p" }],
  ["an expression with two results", "src -> tgt.s = (%src.s);", { s: ["p", "q"] }, fails],
  ["an expression without a result", "src -> tgt.t = (%src.t);", {}, {}],
  ["an expression whose variable lacks %", "src.t as t -> tgt.a = (t);", { t: "x" }, { a: "x" }],
  ["create() where the element has one type", "src -> tgt.q = create() as q, q.unit = 'x';", {}, { q: { unit: "x" } }],
  ["cast(t, 'integer') of 12", "src.t as t -> tgt.i = cast(t, 'integer');", { t: "12" }, { i: 12 }],
  ["cast(n, 'integer') of 4.50", "src.n as n -> tgt.i = cast(n, 'integer');", { n: raw("4.50") }, fails],
  ["cast(t, 'decimal') of 4.50", "src.t as t -> tgt.n = cast(t, 'decimal');", { t: "4.50" }, { n: raw("4.50") }],
  ["cast(t, 'boolean') of yes", "src.t as t -> tgt.b = cast(t, 'boolean');", { t: "yes" }, fails],
  ["cast(t, 'date') of 6.3.2024", "src.t as t -> tgt.d = cast(t, 'date');", { t: "6.3.2024" }, fails],
  ["cast(t, 'date') of a dateTime", "src.t as t -> tgt.d = cast(t, 'date');", { t: "2024-03-06T10:00:00Z" }, fails],
  ["c()", "src -> tgt.cc as k, k.coding = c('urn:a', '1');", {}, { cc: { coding: [{ system: "urn:a", code: "1" }] } }],
  [
    "cc(system, code, display)",
    "src -> tgt.cc = cc('urn:a', '1', 'One');",
    {},
    { cc: { coding: [{ system: "urn:a", code: "1" }] } },
  ],
  [
    "cc() of a code of a known CodeSystem",
    "src -> tgt.cc = cc('http://hl7.org/fhir/administrative-gender', 'female');",
    {},
    { cc: { coding: [{ system: "http://hl7.org/fhir/administrative-gender", code: "female", display: "Female" }] } },
  ],
  [
    "cc() of an unknown code of a known CodeSystem",
    "src.t as t -> tgt.cc = cc('http://hl7.org/fhir/administrative-gender', t);",
    { t: "nobody" },
    { cc: { coding: [{ system: "http://hl7.org/fhir/administrative-gender", code: "nobody" }] } },
  ],
  ["translate to a code", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "one" }, { t: "1" }],
  [
    "translate to a Coding",
    `src.t as t -> tgt.cc as k, k.coding = translate(t, '${url}', 'Coding');`,
    { t: "one" },
    { cc: { coding: [{ system: "urn:to", code: "1" }] } },
  ],
  ["translate to a wider code", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "wider" }, { t: "w" }],
  [
    "translate to a related code",
    `src.t as t -> tgt.t = translate(t, '${url}', 'code');`,
    { t: "related" },
    { t: "r" },
  ],
  ["translate with two targets", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "two" }, fails],
  ["translate without a target", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "none" }, fails],
  ["translate to a disjoint code", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "apart" }, fails],
  ["translate of an unknown code", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "missing" }, {}],

  [
    "translate to a subsumed code",
    `src.t as t -> tgt.t = translate(t, '${url}', 'code');`,
    { t: "subsumes" },
    { t: "n" },
  ],
  ["translate to a narrower code", `src.t as t -> tgt.t = translate(t, '${url}', 'code');`, { t: "narrower" }, fails],
  [
    "a variable without a value that is copied",
    `src.t as t -> translate(t, '${url}', 'code') as c, tgt.t = c;`,
    { t: "missing" },
    fails,
  ],
  [
    "a variable without a value that is appended",
    `src.t as t -> tgt.c = translate(t, '${url}', 'code') as c, tgt.t = append('a', c);`,
    { t: "missing" },
    fails,
  ],
  [
    "a variable without a value that nothing uses",
    `src.t as t -> translate(t, '${url}', 'code') as c, tgt.t = t;`,
    { t: "missing" },
    { t: "missing" },
  ],
  [
    "an object copied, then changed",
    "src.q as q -> tgt.q = q; src -> tgt.q as q, q.unit = 'changed';",
    { q: { value: 1 } },
    { q: { value: 1, unit: "changed" } },
  ],
  ["where matches", "src.t as t where $this.matches('[0-9]+') -> tgt.a = t;", { t: "a12b" }, { a: "a12b" }],
  ["a decimal as a string", "src.n as n -> tgt.a = (%n.toString());", { n: raw("4.50") }, { a: "4.50" }],
  [
    "a decimal equal to another of other digits",
    "src.n as n where $this = 4.5 -> tgt.a = 'eq';",
    { n: raw("4.50") },
    { a: "eq" },
  ],
  [
    "a partial date before a date",
    "src.d as d where $this < @2024-03-16 -> tgt.a = 'lt';",
    { d: "2024-02" },
    { a: "lt" },
  ],
  ["a text and nothing by &", "src.t as t -> tgt.a = (%t & %src.a);", { t: "x" }, { a: "x" }],
  ["a text and nothing by +", "src.t as t -> tgt.a = (%t + %src.a);", { t: "x" }, {}],
  ["ofType of a choice", "src as x -> tgt.a = (%src.x.ofType(string));", { xString: "q" }, { a: "q" }],
  ["not() of false", "src as x where b.not() -> tgt.a = 'b';", { b: false }, { a: "b" }],
  ["not() of nothing", "src as x where (b = true).not() -> tgt.a = 'b';", {}, {}],
  ["implies", "src.t as t where (%t = 'y') implies (%t = 'z') -> tgt.a = t;", { t: "x" }, { a: "x" }],
  ["where $this", "src.s as s where $this = 'q' -> tgt.s = s;", { s: ["p", "q"] }, { s: ["q"] }],
  ["where %s", "src.s as s where %s = 'q' -> tgt.s = s;", { s: ["p", "q"] }, { s: ["q"] }],
  ["where %src", "src.s as s where %src.t = 'x' -> tgt.s = s;", { s: ["p", "q"], t: "x" }, { s: ["p", "q"] }],
  ["where with the variable, no %", "src.s as s where s = 'q' -> tgt.s = s;", { s: ["p", "q"] }, { s: ["q"] }],
  ["where without a boolean", "src.s as s where ('q') -> tgt.s = s;", { s: ["p", "q"] }, { s: ["p", "q"] }],
  ["where that is empty", "src.s as s where %src.t = 'x' -> tgt.s = s;", { s: ["p"] }, {}],
  ["where over several items", "src as x where %src.s = 'q' -> tgt.t = 't';", { s: ["p", "q"] }, {}],
  ["check fails", "src.s as s check $this = 'q' -> tgt.s = s;", { s: ["p", "q"] }, fails],
  [
    "two groups",
    "src -> tgt.o as o then g(src, o), h(src, o);",
    {},
    { o: [{ k: "k", v: ["v"] }] },
    { after: "group g(source s, target o) { s -> o.v = 'v'; } group h(source s, target o) { s -> o.k = 'k'; }" },
  ],
  [
    "extends",
    "src then g(src, tgt);",
    {},
    { a: "base", t: "own" },
    {
      after:
        "group base(source s, target o) { s -> o.a = 'base'; } group g(source s, target o) extends base { s -> o.t = 'own'; }",
    },
  ],
  [
    "a group that calls itself over a list",
    "src then g(src, tgt); src then g(src, tgt);",
    { t: "x" },
    { s: ["x", "x"] },
    { after: "group g(source s, target o) { s.t as t -> o.s = t; }" },
  ],
];

/** JSON with its keys in order and the digits of decimals as they are. */
function written(value: unknown): string {
  if (typeof value !== "object" || value === null || "rawJSON" in value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  return `{${Object.entries(value)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([field, item]) => `"${field}":${written(item)}`)
    .join(",")}}`;
}

test.each(facts.map((fact) => ({ name: fact[0], fact })))(
  "agrees with HL7's engine on $name",
  async ({ fact: [, rules, source, expected, more] }) => {
    const compiled = await compileText(mapText(rules, more));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    const { target, issues } = compiled.run(source);
    if (expected === fails) {
      expect(issues.length).toBeGreaterThan(0);
      return;
    }
    expect(issues).toEqual([]);
    expect(written(target)).toBe(written(expected));
  },
);
