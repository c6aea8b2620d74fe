/**
 * Measures the way of a typical case on one core, as medians and as multiples of the floor in the same run.
 *
 * The floor is what any adapter must pay: JSON.parse of the case and JSON.stringify of its bundle.
 * `--json FILE` also writes `[{ name, value, unit, timesFloor }]`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Bench } from "tinybench";
import { validateCase, type ValidCase } from "../src/case/index.ts";
import { mapCase, type MappedBundle } from "../src/mapping/index.ts";
import { processCase } from "../src/pipeline.ts";
import { checkProfiles } from "../src/profile/index.ts";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly timesFloor?: number;
}

const EXAMPLES = join(import.meta.dirname, "../examples");
const { json } = parseArgs({ options: { json: { type: "string" } } }).values;

const typical = Buffer.from(JSON.stringify(JSON.parse(readFileSync(join(EXAMPLES, "typical.json"), "utf8"))));
const cohort = readFileSync(join(EXAMPLES, "cohort.ndjson"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => Buffer.from(line));
const valid = mustPass<ValidCase>(validateCase(typical));
const mapped = mustPass<MappedBundle>(mapCase(valid));
const text = typical.toString("utf8");
const bundleText = JSON.stringify(mapped);

const bench = new Bench({ time: 1000, warmupTime: 500 });
bench
  .add("floor", () => [JSON.parse(text) as unknown, JSON.stringify(mapped)])
  .add("parse-and-validate-case", () => validateCase(typical))
  .add("map", () => mapCase(valid))
  .add("parse-map-stringify", () => JSON.stringify(mustPass(mapCase(mustPass(validateCase(typical))))))
  .add("check", () => checkProfiles(mapped))
  .add("whole-way", () => JSON.stringify(mustPass(processCase(typical)).bundle));
await bench.run();

const floor = medianOf("floor");
const figures: Figure[] = bench.tasks.map(({ name }) => ({
  name,
  value: round(medianOf(name)),
  unit: "us",
  timesFloor: round(medianOf(name) / floor),
}));
figures.push(casesPerSecond());
report();

function mustPass<T>(result: { ok: true; value: T } | { ok: false; issues: readonly { rule: string }[] }): T {
  if (!result.ok)
    throw new Error(`The benchmark's case is refused: ${result.issues.map(({ rule }) => rule).join(", ")}`);
  return result.value;
}

/** Microseconds. */
function medianOf(name: string): number {
  const result = bench.getTask(name)?.result;
  if (result?.state !== "completed") throw new Error(`${name} did not complete`);
  return result.latency.p50 * 1000;
}

function casesPerSecond(): Figure {
  const startedAt = performance.now();
  for (const bytes of cohort) JSON.stringify(mustPass(processCase(bytes)).bundle);
  const seconds = (performance.now() - startedAt) / 1000;
  return { name: "cohort-cases-per-second", value: Math.round(cohort.length / seconds), unit: "1/s" };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function report(): void {
  console.log(
    `typical case ${typical.length} bytes, ${mapped.entry?.length ?? 0} resources, bundle ${bundleText.length} bytes\n`,
  );
  for (const { name, value, unit, timesFloor } of figures) {
    const times = timesFloor === undefined ? "" : `${timesFloor.toFixed(2)} x floor`;
    console.log(`${name.padEnd(26)}${String(value).padStart(10)} ${unit.padEnd(5)}${times.padStart(16)}`);
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, undefined, 2)}\n`);
}
