import { readdirSync, readFileSync } from "node:fs";
import { packageFile } from "../system/index.ts";
import type { Probe } from "./moves.ts";
import type { RunningSet } from "./running-set.ts";
import type { ProbeAnswer } from "./set-calls.ts";

/** The cases that sets are compared by: the study's cohort and the odd cases beside it, all of them synthetic. */
export function readProbes(): readonly Probe[] {
  const examples = readdirSync(packageFile("examples")).filter((name) => name.endsWith(".json"));
  const cohort = readFileSync(packageFile("examples/cohort.ndjson"), "utf8").trimEnd().split("\n");
  return [
    ...cohort.map((line, index) => ({ name: `cohort.ndjson:${index + 1}`, bytes: new TextEncoder().encode(line) })),
    ...examples.sort().map((name) => ({ name, bytes: new Uint8Array(readFileSync(packageFile(`examples/${name}`))) })),
  ];
}

/** What a set makes of the probes. */
export function probeAll(set: RunningSet, probes: readonly Probe[]): Promise<readonly ProbeAnswer[]> {
  return Promise.all(probes.map(({ bytes }) => set.call("probe", bytes)));
}
