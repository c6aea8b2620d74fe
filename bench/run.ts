/**
 * Measures the way of a typical case on one core, as medians and as multiples of the floor in the same run; the check against
 * JSON alone and against Medplum's; and what ten times as much costs.
 *
 * The floor is what any adapter must pay: JSON.parse of the case and JSON.stringify of its bundle.
 * `--json FILE` also writes `[{ name, value, unit, timesFloor }]`.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { keepObjectsYoung } from "../src/system/index.ts";
import { measureCheck } from "./way/check.ts";
import type { Figure } from "./way/figure.ts";
import { measureGrowth } from "./way/linear.ts";
import { measureCohort, measureOneCase, measureOrigins } from "./way/one-case.ts";
import { readTypical } from "./way/typical.ts";

const { json } = parseArgs({ options: { json: { type: "string" } } }).values;

// As the command does.
keepObjectsYoung();
const typical = readTypical();
const { bytes, mapped } = typical;
console.log(
  `typical case ${bytes.length} bytes, ${mapped.entry?.length ?? 0} resources, bundle ${JSON.stringify(mapped).length} bytes\n`,
);
const figures: Figure[] = [];
tell(measureOneCase(typical));
tell(measureOrigins(typical));
tell([measureCohort()]);
tell(measureCheck(typical));
tell(measureGrowth(typical));
if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, undefined, 2)}\n`);

function tell(measured: readonly Figure[]): void {
  figures.push(...measured);
  for (const { name, value, unit, timesFloor } of measured) {
    const times = timesFloor === undefined ? "" : `${timesFloor.toFixed(2)} x floor`;
    console.log(`${name.padEnd(28)}${String(value).padStart(10)} ${unit.padEnd(7)}${times.padStart(14)}`);
  }
}
