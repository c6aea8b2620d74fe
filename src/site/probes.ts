import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "../system/index.ts";
import type { Probe } from "./moves.ts";

/** The cases that sets are compared by: the study's cohort and the odd cases beside it, all of them synthetic. */
export function readProbes(): readonly Probe[] {
  const examples = readdirSync(packageFile("examples")).filter((name) => name.endsWith(".json"));
  const cohort = readFileSync(packageFile("examples/cohort.ndjson"), "utf8").trimEnd().split("\n");
  return [
    ...cohort.map((line, index) => ({ name: `cohort.ndjson:${index + 1}`, bytes: new TextEncoder().encode(line) })),
    ...examples.sort().map((name) => ({ name, bytes: new Uint8Array(readFileSync(packageFile(`examples/${name}`))) })),
  ];
}
