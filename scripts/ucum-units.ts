/** UCUM's prefixes and units, from the library of the U.S. National Library of Medicine. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { UnitAtom, UnitTable } from "../src/structure/terminology/index.ts";

/** A table of the library: the names of columns, some of them for two values, and rows. */
interface Rows {
  readonly config: readonly (string | readonly string[])[];
  readonly data: readonly (readonly unknown[])[];
}

/** Its definitions hold UCUM's own units, and combinations of them that LOINC uses; the grammar makes those. */
const OWN = "UCUM";

/** Reads the table, in the order of the symbols. */
export function readUnitTable(): UnitTable {
  const library = createRequire(import.meta.url).resolve("@lhncbc/ucum-lhc/package.json");
  const definitions = JSON.parse(readFileSync(join(dirname(library), "data/ucumDefs.min.json"), "utf8")) as {
    readonly prefixes: Rows;
    readonly units: Rows;
  };
  return {
    prefixes: sorted(rowsOf(definitions.prefixes).map((row) => [row["code_"] as string, row["value_"] as number])),
    atoms: sorted(
      rowsOf(definitions.units)
        .filter((row) => row["source_"] === OWN)
        .map((row) => [row["csCode_"] as string, atomOf(row)]),
    ),
  };
}

function rowsOf({ config, data }: Rows): Record<string, unknown>[] {
  const names = config.map((name) => (typeof name === "string" ? name : (name[0] ?? "")));
  return data.map((row) => Object.fromEntries(row.map((value, index) => [names[index] ?? "", value])));
}

function atomOf(row: Record<string, unknown>): UnitAtom {
  const scale = row["isSpecial_"] === true ? "special" : row["isArbitrary_"] === true ? "arbitrary" : "ratio";
  return {
    // The library tells base units apart from metric ones; UCUM lets both stand behind a prefix.
    isMetric: row["isMetric_"] === true || row["isBase_"] === true,
    magnitude: row["magnitude_"] as number,
    dimensions: row["dim_"] as number[],
    scale,
  };
}

function sorted<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
