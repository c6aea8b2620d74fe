import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createUnits } from "../../../../src/structure/terminology/index.ts";
import { UNITS } from "./support.ts";

/** The library of the U.S. National Library of Medicine: the oracle. */
interface Oracle {
  readonly validateUnitString: (code: string) => { readonly status: string; readonly ucumCode: string | null };
  readonly convertUnitTo: (
    from: string,
    value: number,
    to: string,
  ) => { readonly status: string; readonly toVal: number };
}

const load = createRequire(import.meta.url);
const { UcumLhcUtils } = load("@lhncbc/ucum-lhc") as { UcumLhcUtils: { getInstance: () => Oracle } };
const oracle = UcumLhcUtils.getInstance();
const units = createUnits(UNITS);

/** Every unit that the oracle's table holds, with the combinations that LOINC uses. */
const known = (() => {
  const path = join(dirname(load.resolve("@lhncbc/ucum-lhc/package.json")), "data/ucumDefs.min.json");
  const { units: table } = JSON.parse(readFileSync(path, "utf8")) as {
    units: { config: unknown[]; data: unknown[][] };
  };
  const column = table.config.indexOf("csCode_");
  return table.data.map((row) => row[column] as string);
})();

describe("a unit", () => {
  it("is each one that UCUM or LOINC uses", () => {
    expect(known.length).toBeGreaterThan(700);
    // Two rows of the table end in a blank, which no unit does.
    expect(known.filter((code) => !units.isUnit(code))).toEqual(known.filter((code) => code.endsWith(" ")));
  });

  it.each(
    // prettier-ignore
    [
      "mg/dL", "10*3/uL", "10^3", "10*-3", "{score}", "mm[Hg]", "/min", "kg.m-2", "m/s2", "%", "[pH]", "1", "100", "U/L",
      "m2.kg-1", "(mg/dL)", "mg/(24.h)", "mg{a}", "umol/L/min", "Cel", "mL/min/{1.73_m2}", "[iU]/mL", "(m2)3", "s-1", "wk",
      "m+2", "B[10.nV]", "[m/s2/Hz^(1/2)]", "mmHg", "ML", "cc", "a b", "", "{a}mg", "m-", "kkg", "cel", "2.5", "mg//L", "m.",
      "k", "ug/", "m(2)", "(m", "MG", "µg", "{", "}", "{{}}", "m{a}{b}", "mm[Hg", "10**3", "+1", "-1",
    ],
  )("is %j as the oracle has it", (code) => {
    const { status, ucumCode } = oracle.validateUnitString(code);
    expect(units.isUnit(code)).toBe(status === "valid" && ucumCode === code);
  });

  it("is not a prefix before what is not metric", () => {
    expect(["k[in_i]", "mmin", "cwk"].filter(units.isUnit)).toEqual([]);
  });

  it("is no name that every object has", () => {
    expect(["constructor", "toString", "__proto__"].filter(units.isUnit)).toEqual([]);
  });

  it("has an end", () => {
    expect(units.isUnit("m.".repeat(200) + "m")).toBe(false);
    expect(units.isUnit("(".repeat(190))).toBe(false);
  });
});

describe("a conversion", () => {
  it.each([
    [5, "mg", "g", 0.005],
    [37, "Cel", "K", 310.15],
    [98.6, "[degF]", "Cel", 37],
    [1, "[in_i]", "cm", 2.54],
    [120, "mm[Hg]", "kPa", 15.99864],
    [1, "kg.m/s2", "N", 1],
    [3, "[iU]/mL", "[iU]/L", 3000],
    [7, "[pH]", "[pH]", 7],
  ])("of %d %s to %s is %d", (value, from, to, result) => {
    expect(units.convert(value, from, to)).toBeCloseTo(result, 9);
  });

  it.each([
    ["kg", "m"],
    ["[iU]", "1"],
    ["[pH]", "mol/L"],
    ["mmHg", "kPa"],
    ["B[W]", "W"],
  ])("of %s to %s is refused", (from, to) => {
    expect(units.convert(1, from, to)).toBeUndefined();
  });

  /** Where the oracle itself departs from UCUM's definition: https://ucum.org/ucum#section-Derived-Unit-Atoms */
  const DEPARTS = new Map([
    ["[degRe]", "the zero of Réaumur's scale is that of Celsius"],
    ["[diop]", "is 1/m, which is no length"],
    ["[mesh_i]", "is 1/[in_i], which is no length"],
    ["Bd", "is 1/s, which is no time"],
  ]);
  /** The oracle turns logarithms into ratios, and tells a mole from the number that UCUM says it is. */
  const BEYOND = /mol|eq|osm|kat|U|^(?:Np|.?B(?:\[|$)|bit_s|%\[slope\]|\[p'diop\]|\[hp'|\[pH\]|\[m\/s2\/Hz)/;

  it("of every unit to a base unit is the oracle's", () => {
    let comparedCount = 0;
    const different: string[] = [];
    for (const from of known.filter((code) => !DEPARTS.has(code) && !BEYOND.test(code) && units.isUnit(code))) {
      for (const to of ["kg", "m", "s", "K", "Cel", "[degF]", "Pa", "L"]) {
        const { status, toVal } = oracle.convertUnitTo(from, 3, to);
        const ours = units.convert(3, from, to);
        const expected = status === "succeeded" ? toVal : undefined;
        if (expected !== undefined) comparedCount++;
        const isSame =
          ours === undefined || expected === undefined
            ? ours === expected
            : Math.abs(ours - expected) <= 1e-9 * Math.abs(expected);
        if (!isSame) different.push(`${from} ${to} ${String(expected)} ${String(ours)}`);
      }
    }
    expect(different).toEqual([]);
    expect(comparedCount).toBeGreaterThan(100);
  });
});
