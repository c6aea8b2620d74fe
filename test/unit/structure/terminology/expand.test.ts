import { describe, expect, it } from "vitest";
import { createTerminology } from "../../../../src/structure/terminology/index.ts";
import { ALL, COLOURS, COLOURS_VS, UNITS, colours, membersAmong, terminologyOf, valueSet } from "./support.ts";

const SHAPES = "http://example.org/CodeSystem/shapes";
const NOT_HERE = "http://example.org/CodeSystem/not-here";

const filtered = (property: string, op: string, value: string) =>
  membersAmong(
    terminologyOf(colours, valueSet({ include: [{ system: COLOURS, filter: [{ property, op: op as "=", value }] }] })),
    ALL,
  );

describe("a value set", () => {
  it("takes a whole code system", () => {
    expect(membersAmong(terminologyOf(colours, valueSet({ include: [{ system: COLOURS }] })), ALL)).toEqual(ALL);
  });

  it("takes listed codes, joined over includes", () => {
    const include = [
      { system: COLOURS, concept: [{ code: "red" }] },
      { system: COLOURS, concept: [{ code: "green" }] },
    ];
    expect(membersAmong(terminologyOf(colours, valueSet({ include })), ALL)).toEqual(["red", "green"]);
  });

  it("takes listed codes of a code system that is not here", () => {
    const terminology = terminologyOf(valueSet({ include: [{ system: NOT_HERE, concept: [{ code: "x" }] }] }));
    expect(terminology.memberOf({ system: NOT_HERE, code: "x" }, COLOURS_VS)).toBe(true);
    expect(terminology.memberOf({ system: NOT_HERE, code: "y" }, COLOURS_VS)).toBe(false);
  });

  it("leaves out what it excludes", () => {
    const compose = { include: [{ system: COLOURS }], exclude: [{ system: COLOURS, concept: [{ code: "red" }] }] };
    expect(membersAmong(terminologyOf(colours, valueSet(compose)), ALL)).not.toContain("red");
  });

  it("takes what all value sets of one include have in common", () => {
    const terminology = terminologyOf(
      colours,
      valueSet(
        { include: [{ system: COLOURS, concept: [{ code: "red" }, { code: "green" }] }] },
        "http://example.org/a",
      ),
      valueSet(
        { include: [{ system: COLOURS, concept: [{ code: "green" }, { code: "puce" }] }] },
        "http://example.org/b",
      ),
      valueSet({ include: [{ valueSet: ["http://example.org/a", "http://example.org/b"] }] }),
    );
    expect(membersAmong(terminology, ALL)).toEqual(["green"]);
  });

  it("narrows a system by the value sets beside it", () => {
    const terminology = terminologyOf(
      colours,
      valueSet(
        { include: [{ system: COLOURS, concept: [{ code: "red" }] }, { system: SHAPES }] },
        "http://example.org/a",
      ),
      valueSet({ include: [{ system: COLOURS, valueSet: ["http://example.org/a"] }] }),
    );
    expect(membersAmong(terminology, ALL)).toEqual(["red"]);
    expect(terminology.memberOf({ system: SHAPES, code: "square" }, COLOURS_VS)).toBe(false);
  });

  it("that takes itself in has members that nobody knows", () => {
    const terminology = terminologyOf(colours, valueSet({ include: [{ valueSet: [COLOURS_VS] }] }));
    expect(terminology.memberOf({ system: COLOURS, code: "red" }, COLOURS_VS)).toBeUndefined();
    expect(terminology.reach(COLOURS_VS).kind).toBe("unknown");
  });

  it("says nothing of a system that is not here, and rules out every other", () => {
    const terminology = terminologyOf(colours, valueSet({ include: [{ system: NOT_HERE }] }));
    expect(terminology.memberOf({ system: NOT_HERE, code: "x" }, COLOURS_VS)).toBeUndefined();
    expect(terminology.memberOf({ system: COLOURS, code: "red" }, COLOURS_VS)).toBe(false);
    expect(terminology.reach(COLOURS_VS)).toEqual({ kind: "ruled", systems: [`${NOT_HERE}: not here`] });
  });

  it("without inactive codes leaves them out", () => {
    const terminology = terminologyOf(colours, valueSet({ inactive: false, include: [{ system: COLOURS }] }));
    expect(membersAmong(terminology, ALL)).not.toContain("puce");
  });

  it("that is not here is unknown", () => {
    expect(terminologyOf(colours).memberOf("red", "http://example.org/none")).toBeUndefined();
  });

  it("may be implied: all of a code system by its value set", () => {
    expect(membersAmong(terminologyOf(colours), ALL, "http://example.org/ValueSet/all-colours")).toEqual(ALL);
  });

  it("may be implied by an address of SNOMED CT's form, which takes that system alone", () => {
    const url = "http://example.org/sct?fhir_vs=isa/1";
    const terminology = terminologyOf(colours);
    expect(terminology.memberOf({ system: "http://example.org/sct", code: "1" }, url)).toBeUndefined();
    expect(terminology.memberOf({ system: COLOURS, code: "red" }, url)).toBe(false);
  });
});

describe("a filter", () => {
  it.each([
    ["concept", "is-a", "red", ["red", "crimson", "scarlet"]],
    ["concept", "descendent-of", "red", ["crimson", "scarlet"]],
    ["concept", "is-not-a", "red", ["colour", "green", "puce"]],
    ["concept", "generalizes", "crimson", ["colour", "red", "crimson"]],
    ["concept", "child-of", "colour", ["red", "green", "puce"]],
    ["concept", "descendent-leaf", "colour", ["crimson", "scarlet", "green", "puce"]],
    ["concept", "in", "red,green", ["red", "green"]],
    ["concept", "not-in", "red,green", ["colour", "crimson", "scarlet", "puce"]],
    ["code", "regex", "[a-g].*", ["colour", "crimson", "green"]],
    ["concept", "=", "red", ["red"]],
    ["parent", "=", "red", ["crimson", "scarlet"]],
    ["display", "regex", ".*t", ["scarlet"]],
    ["wavelength", "=", "530", ["green"]],
    ["wavelength", "exists", "true", ["red", "green"]],
    ["wavelength", "exists", "false", ["colour", "crimson", "scarlet", "puce"]],
    ["inactive", "=", "true", ["puce"]],
  ])("%s %s %s", (property, op, value, members) => {
    expect(filtered(property, op, value)).toEqual(members);
  });

  it("on a property that the code system does not have decides nothing", () => {
    const include = [{ system: COLOURS, filter: [{ property: "smell", op: "=" as const, value: "x" }] }];
    const terminology = terminologyOf(colours, valueSet({ include }));
    expect(terminology.memberOf({ system: COLOURS, code: "red" }, COLOURS_VS)).toBeUndefined();
  });

  it("over the code itself rules codes out where the code system is not here", () => {
    const include = [{ system: NOT_HERE, filter: [{ property: "code", op: "regex" as const, value: "[A-Z]{2}" }] }];
    const terminology = terminologyOf(valueSet({ include }));
    expect(terminology.memberOf({ system: NOT_HERE, code: "abc" }, COLOURS_VS)).toBe(false);
    expect(terminology.memberOf({ system: NOT_HERE, code: "AB" }, COLOURS_VS)).toBeUndefined();
  });

  it("passes only where every one of several does", () => {
    const filter = [
      { property: "concept", op: "is-a" as const, value: "red" },
      { property: "code", op: "regex" as const, value: "s.*" },
    ];
    expect(membersAmong(terminologyOf(colours, valueSet({ include: [{ system: COLOURS, filter }] })), ALL)).toEqual([
      "scarlet",
    ]);
  });

  it("follows properties that name a parent, and a definition that runs in a circle", () => {
    const system = "http://example.org/CodeSystem/circle";
    const terminology = terminologyOf(
      {
        resourceType: "CodeSystem",
        url: system,
        content: "complete",
        concept: [
          { code: "a", property: [{ code: "parent", valueCode: "b" }] },
          {
            code: "b",
            property: [
              { code: "child", valueCode: "c" },
              { code: "parent", valueCode: "a" },
            ],
          },
          { code: "c" },
        ],
      },
      valueSet({ include: [{ system, filter: [{ property: "concept", op: "is-a", value: "b" }] }] }),
    );
    expect(["a", "b", "c"].map((code) => terminology.memberOf({ system, code }, COLOURS_VS))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("an expansion", () => {
  const contains = [
    {
      system: COLOURS,
      code: "colour",
      abstract: true,
      contains: [
        { system: COLOURS, code: "red" },
        { system: COLOURS, code: "green", inactive: true },
      ],
    },
  ];

  it("names the members, at any depth and without the abstract ones", () => {
    const terminology = terminologyOf(colours, {
      ...valueSet({ include: [{ system: NOT_HERE }] }),
      expansion: { timestamp: "2026-01-01", contains },
    });
    expect(membersAmong(terminology, ALL)).toEqual(["red", "green"]);
  });

  it("that names a part only adds to what the definition tells", () => {
    const terminology = terminologyOf(colours, {
      ...valueSet({ include: [{ system: NOT_HERE }] }),
      expansion: { timestamp: "2026-01-01", total: 900, contains },
    });
    expect(terminology.memberOf({ system: COLOURS, code: "red" }, COLOURS_VS)).toBe(true);
    expect(terminology.memberOf({ system: NOT_HERE, code: "x" }, COLOURS_VS)).toBeUndefined();
  });

  it("that is empty is no list", () => {
    const terminology = terminologyOf(colours, {
      ...valueSet({ include: [{ system: COLOURS }] }),
      expansion: { timestamp: "2026-01-01", contains: [] },
    });
    expect(membersAmong(terminology, ALL)).toEqual(ALL);
  });
});

describe("a version", () => {
  const older = { ...colours, version: "0.9.0", concept: [{ code: "sepia" }] };
  const versioned = (version?: string) => [{ system: COLOURS, ...(version !== undefined && { version }) }];
  const members = (version?: string) =>
    membersAmong(terminologyOf(older, colours, valueSet({ include: versioned(version) })), [...ALL, "sepia"]);

  it("that is not named is the newest", () => expect(members()).toEqual(ALL));
  it("is found as it is named", () => expect(members("0.9.0")).toEqual(["sepia"]));
  it("may be named in part", () => expect(members("1.0")).toEqual(ALL));
  it("that is not here decides nothing", () => expect(members("2.0.0")).toEqual([]));

  it("of a value set stands after a bar", () => {
    const one = { ...valueSet({ include: [{ system: COLOURS, concept: [{ code: "red" }] }] }), version: "1.0.0" };
    const two = { ...valueSet({ include: [{ system: COLOURS, concept: [{ code: "green" }] }] }), version: "2.0.0" };
    const terminology = terminologyOf(colours, one, two);
    const has = (canonical: string) => ["red", "green"].map((code) => terminology.memberOf(code, canonical));
    expect(has(COLOURS_VS)).toEqual([false, true]);
    expect(has(`${COLOURS_VS}|1.0.0`)).toEqual([true, false]);
    expect(has(`${COLOURS_VS}|3.0.0`)).toEqual([undefined, undefined]);
  });
});

describe("layers", () => {
  it("hide the same url below them", () => {
    const mine = { ...colours, version: "0.1.0", concept: [{ code: "sepia" }] };
    const terminology = createTerminology([[mine], [colours, valueSet({ include: [{ system: COLOURS }] })]], UNITS);
    expect(membersAmong(terminology, [...ALL, "sepia"])).toEqual(["sepia"]);
  });
});

describe("a supplement", () => {
  it("adds words and properties to the code system that it names", () => {
    const terminology = terminologyOf(
      colours,
      {
        resourceType: "CodeSystem",
        url: "http://example.org/CodeSystem/more",
        content: "supplement",
        supplements: COLOURS,
        property: [{ code: "warm", type: "boolean" }],
        concept: [{ code: "red", property: [{ code: "warm", valueBoolean: true }] }],
      },
      valueSet({ include: [{ system: COLOURS, filter: [{ property: "warm", op: "=", value: "true" }] }] }),
    );
    expect(membersAmong(terminology, ALL)).toEqual(["red"]);
  });
});

describe("memberOf", () => {
  const terminology = terminologyOf(colours, valueSet({ include: [{ system: COLOURS }] }));

  it.each([
    ["a code", "red", true],
    ["an unknown code", "rot", false],
    ["a Coding", { system: COLOURS, code: "red" }, true],
    ["a Coding of another system", { system: SHAPES, code: "red" }, false],
    ["a Coding without a system", { code: "red" }, false],
    [
      "a CodeableConcept with one member",
      {
        coding: [
          { system: SHAPES, code: "x" },
          { system: COLOURS, code: "red" },
        ],
      },
      true,
    ],
    ["a CodeableConcept without", { coding: [{ system: SHAPES, code: "x" }] }, false],
    ["words alone", { text: "red" }, false],
    ["a Quantity", { value: 1, system: COLOURS, code: "red" }, true],
    ["no code at all", 5, false],
  ])("answers for %s", (_, value, answer) => {
    expect(terminology.memberOf(value, COLOURS_VS)).toBe(answer);
  });
});
