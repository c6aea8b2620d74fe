import { expect, test } from "vitest";
import { compileText, letters, mapText } from "../../support/fml-world.ts";

/** Rules that stand in line 6 of a map, the rule code they are refused with, and the column. */
const refusals: readonly (readonly [name: string, rules: string, code: string, column: number, after?: string])[] = [
  ["an unknown source element", "src.nothing as t -> tgt.t = t;", "fml/unknown-element", 5],
  ["an unknown target element", "src -> tgt.nothing = 'x';", "fml/unknown-element", 12],
  ["an unknown target element in a datatype", "src -> tgt.q as q, q.nothing = 'x';", "fml/unknown-element", 22],
  ["an unknown source variable", "nobody.t as t -> tgt.t = t;", "fml/unknown-variable", 1],
  ["an unknown target variable", "src -> nobody.t = 'x';", "fml/unknown-variable", 8],
  ["an unknown variable in append", "src -> tgt.t = append('a', nothing);", "fml/unknown-variable", 28],
  ["an unknown group", "src then g(src, tgt);", "fml/unknown-group", 10],
  ["too few arguments", "src then g(src);", "fml/arguments", 10, "group g(source s, target o) { s -> o.v = 'v'; }"],
  [
    "a literal for a target",
    "src then g(src, 'lit');",
    "fml/arguments",
    10,
    "group g(source s, target o) { s -> o.v = 'v'; }",
  ],
  [
    "a variable of an outer rule in a group",
    "src.t as t then g(src, tgt); src.t as t then g(src, tgt);",
    "fml/unknown-variable",
    42,
    "group g(source s, target o) {\n src -> o.a = t; }",
  ],
  [
    "an unknown ConceptMap",
    "src.t as t -> tgt.t = translate(t, 'urn:nothing', 'code');",
    "fml/unknown-concept-map",
    36,
  ],
  [
    "translate() to what it cannot give",
    `src.t as t -> tgt.cc = translate(t, '${letters.url}', 'Quantity');`,
    "fml/unsupported",
    83,
  ],
  ["create() of an unknown type", "src -> tgt.any = create('Nothing') as p;", "fml/unknown-type", 18],
  ["value = cc()", "src -> tgt.x = cc('urn:a', '1');", "fml/type", 8],
  ["a transform that FHIR leaves open", "src -> tgt.t = dateOp(src);", "fml/unsupported", 16],
  ["reference() of what is no resource", "src -> tgt.t = reference(src);", "fml/type", 16],
  ["escape() to a form that is unknown", "src.t as t -> tgt.t = escape(t, 'rot13');", "fml/parameter", 23],
  ["qty() of a number alone", "src -> tgt.q = qty(7);", "fml/type", 16],
  ["a source path of two steps", "src.o.k as k -> tgt.t = k;", "fml/syntax", 6],
  ["a target path of two steps", "src -> tgt.one.k = 'x';", "fml/syntax", 15],
  ["a target variable itself set", "src.t as t -> tgt.a as a then { t -> a = t; };", "fml/target", 15],
  ["a group and inner rules", "src -> tgt.o as o then g(src, o) { src -> o.k = 'k'; };", "fml/syntax", 34],
  ["two elements whose types do not meet", "src.q -> tgt.cc;", "fml/default-group", 10],
  ["a where that does not parse", "src.s as s where ($this = ) -> tgt.s = s;", "fhirpath/syntax", 27],
  [
    "a function that is not supported",
    "src.s as s where $this.memberOf('x') -> tgt.s = s;",
    "fhirpath/unsupported",
    24,
  ],
  [
    "an unknown element in an expression",
    "src as s where s.nothing = 'x' -> tgt.t = 'x';",
    "fhirpath/unknown-element",
    18,
  ],
  ["$this in a target's expression", "src.t as t -> tgt.a = ($this);", "fhirpath/unsupported", 24],
  ["'x' into an integer", "src -> tgt.i = 'x';", "fml/type", 8],
  ["a Quantity into a CodeableConcept", "src.q as q -> tgt.cc = q;", "fml/type", 15],
  ["& with a number", "src.i as i -> tgt.a = (%i & '/');", "fhirpath/type", 27],
  ["a date compared with a string", "src.d as d where $this < '2024-03-16' -> tgt.a = d;", "fhirpath/type", 24],
  ["let", "src -> tgt.t = (%k);", "fhirpath/unknown-variable", 17],
];

test.each(refusals.map((refusal) => ({ name: refusal[0], refusal })))(
  "refuses $name where it stands",
  async ({ refusal: [name, rules, code, column, after] }) => {
    const compiled = await compileText(mapText(rules, after === undefined ? {} : { after }));
    expect(compiled.ok).toBe(false);
    if (compiled.ok) return;
    const errors = compiled.issues.filter(({ severity }) => severity === "error");
    expect(
      errors.map(({ rule }) => rule),
      JSON.stringify(errors),
    ).toContain(code);
    const found = errors.find(({ rule }) => rule === code);
    const inGroup = name === "a variable of an outer rule in a group" || name === "a target variable itself set";
    if (!inGroup) expect(found?.position).toEqual({ line: 6, column });
  },
);

test("goes on after a rule that cannot be read, and tells all", async () => {
  const compiled = await compileText(
    mapText("src -> ; src.t as t -> tgt.t = t;\nsrc..t -> tgt.t = 'x';\nsrc -> tgt.t = ,;"),
  );
  expect(compiled.ok ? [] : compiled.issues.map(({ position }) => position?.line)).toEqual([6, 7, 8]);
});

test("an import that is unknown is an error at its line", async () => {
  const compiled = await compileText(mapText("src -> tgt.t = 'x';", { head: 'imports "urn:nothing"' }));
  expect(compiled.ok ? undefined : compiled.issues[0]).toMatchObject({
    rule: "fml/unknown-import",
    position: { line: 4, column: 1 },
  });
});

test("the issues of an imported map carry its file", async () => {
  const library =
    'map "http://example.org/fhir/StructureMap/lib" = "lib"\ngroup g(source s, target o) {\n  s -> o.nothing = \'lib\' "r";\n}';
  const compiled = await compileText(
    mapText("src then g(src, tgt);", { head: 'imports "http://example.org/fhir/StructureMap/*"' }),
    library,
  );
  expect(compiled.ok ? undefined : compiled.issues[0]).toMatchObject({
    rule: "fml/unknown-element",
    path: "map1.map",
    position: { line: 3, column: 10 },
  });
});

test("an own group comes before an imported one", async () => {
  const library =
    'map "http://example.org/fhir/StructureMap/lib" = "lib"\ngroup g(source s, target o) { s -> o.t = \'lib\' "r"; }';
  const more = {
    head: 'imports "http://example.org/fhir/StructureMap/lib"',
    after: "group g(source s, target o) { s -> o.t = 'own'; }",
  };
  const compiled = await compileText(mapText("src then g(src, tgt);", more), library);
  expect(compiled.ok && compiled.run({}).target).toEqual({ t: "own" });
});
