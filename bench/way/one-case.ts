import { zstdCompressSync } from "node:zlib";
import { validateCase } from "../../src/case/index.ts";
import { printJson } from "../../src/json/index.ts";
import { mapCase, traceCase } from "../../src/mapping/index.ts";
import { processCase } from "../../src/pipeline.ts";
import { checkProfiles } from "../../src/profile/index.ts";
import type { Figure } from "./figure.ts";
import { asFigures, measure } from "./measure.ts";
import { mustPass, readCohort, type Typical } from "./typical.ts";

/** Each stage of the typical case, and all of them, as multiples of the floor. */
export function measureOneCase({ bytes, valid, mapped }: Typical): readonly Figure[] {
  const text = bytes.toString("utf8");
  const timings = measure({
    floor: () => [JSON.parse(text) as unknown, JSON.stringify(mapped)],
    "parse-and-validate-case": () => validateCase(bytes),
    map: () => mapCase(valid),
    print: () => printJson(mapped),
    "parse-map-stringify": () => printJson(mustPass(mapCase(mustPass(validateCase(bytes))))),
    check: () => checkProfiles(mapped),
    "whole-way": () => printJson(mustPass(processCase(bytes)).bundle),
    "whole-way-with-origins": () => {
      const { bundle, origins } = mustPass(traceCase(mustPass(validateCase(bytes))));
      return [printJson(mustPass(checkProfiles(bundle))), origins];
    },
  });
  return asFigures(timings, timings.floor);
}

/** What the origins of the typical case take: as they are recorded, and packed as a bundle is for the store. */
export function measureOrigins({ valid }: Typical): readonly Figure[] {
  const { records } = mustPass(traceCase(valid)).origins;
  return [
    { name: "origins-a-case", value: records.byteLength, unit: "bytes" },
    { name: "origins-a-case-packed", value: zstdCompressSync(records).length, unit: "bytes" },
  ];
}

/** The whole way of the study's cohort on one core. */
export function measureCohort(): Figure {
  const cohort = readCohort();
  const run = () => {
    for (const bytes of cohort) printJson(mustPass(processCase(bytes)).bundle);
  };
  const { micros } = measure({ cohort: run }).cohort;
  return { name: "cohort-cases-per-second", value: Math.round((cohort.length / micros) * 1e6), unit: "1/s" };
}
