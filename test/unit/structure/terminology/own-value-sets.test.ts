import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { CodeSystem, ValueSet, ValueSetExpansionContains } from "@medplum/fhirtypes";
import { describe, expect, it } from "vitest";
import { terminologyOf } from "./support.ts";

/** The build expands our value sets by a function of its own: the oracle for ours. */
const folder = join(import.meta.dirname, "../../../../build/structures");
const read = (type: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${type}-`))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown);
const codeSystems = read("CodeSystem") as CodeSystem[];
const valueSets = read("ValueSet") as ValueSet[];
const terminology = terminologyOf(...codeSystems, ...valueSets.map(({ expansion: _, ...defined }) => defined));

const contains = (list: readonly ValueSetExpansionContains[] = []): ValueSetExpansionContains[] =>
  list.flatMap((item) => [item, ...contains(item.contains)]);
const everyCode = codeSystems.flatMap(({ url, concept = [] }) => concept.map(({ code }) => ({ system: url, code })));

describe("our value sets", () => {
  it("are there", () => expect(valueSets.length).toBeGreaterThan(30));

  it.each(valueSets.map((valueSet) => [valueSet.name, valueSet] as const))(
    "%s has the codes of its expansion",
    (_, valueSet) => {
      const url = valueSet.url ?? "";
      const expanded = contains(valueSet.expansion?.contains).map(({ system, code }) => ({ system, code }));
      const keys = new Set(expanded.map(({ system, code }) => `${system ?? ""} ${code ?? ""}`));
      expect(terminology.reach(url)).toEqual({ kind: "listed", codeCount: keys.size });
      expect(expanded.filter((coding) => terminology.memberOf(coding, url) !== true)).toEqual([]);
      const foreign = everyCode.filter(({ system, code }) => !keys.has(`${system ?? ""} ${code}`));
      expect(foreign.filter((coding) => terminology.memberOf(coding, url) !== false)).toEqual([]);
    },
  );
});
