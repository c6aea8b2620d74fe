import { parseExactly } from "../../../src/fhir/index.ts";
import { FHIR_PACKAGE } from "../cases.ts";
import { startLineProgram, type LineProgram } from "../harness/index.ts";
import type { Check, Disagreement, Figure, Lane } from "../lane.ts";
import { median, milliseconds } from "../timing.ts";
import { firstDifference, parseExact } from "./compare-json.ts";
import { DIRECTIONS, type Direction, type Sample } from "./direction.ts";

/**
 * How long each engine runs before it is measured. Both compile what they run often, and the JVM takes some hundred cases to come to
 * its best; where only a part of the mutants is asked, it has not come to that.
 */
const WARM_UP_MS = { all: 20_000, part: 2_000 };

/** The case's logical model, by its name in R4's sense. */
const MODEL = "KyphoplastyCase";

interface Hl7Transformed {
  /** The target as it was written. */
  readonly line: string;
  readonly micros: number;
}

/**
 * HL7's mapping engine and our compiled maps on every case, both ways: the same resources, and the same case of them. Both are
 * warm when they are timed, each in its own process, from the text of a source to the text of its target.
 */
export const transformLane: Lane = {
  name: "transform",
  run: async ({ harness, tell, every }) => {
    const engine = startLineProgram(harness, "transform", ["--package", FHIR_PACKAGE]);
    const checks: Check[] = [];
    const figures: Figure[] = [];
    for (const direction of DIRECTIONS) {
      const { check, measured } = await compare(
        direction,
        engine,
        every === 1 ? WARM_UP_MS.all : WARM_UP_MS.part,
        tell,
      );
      checks.push(check);
      figures.push(...measured);
    }
    await engine.close();
    return { checks, figures };
  },
};

async function compare(
  direction: Direction,
  engine: LineProgram,
  warmUpMs: number,
  tell: (line: string) => void,
): Promise<{ readonly check: Check; readonly measured: readonly Figure[] }> {
  const samples = direction.samples();
  tell(`${direction.name}: each engine for ${warmUpMs / 1000} seconds, to warm up`);
  await warmUp(samples, warmUpMs, (sample) => transform(engine, direction, sample));
  tell(`${direction.name}: ${samples.length} cases, compared and timed`);
  const disagreements: Disagreement[] = [];
  const theirs: number[] = [];
  for (const sample of samples) {
    const { line, micros } = await transform(engine, direction, sample);
    theirs.push(micros);
    const different = firstDifference(parseExact(direction.run(sample)), targetOf(line, direction));
    if (different !== undefined) disagreements.push({ id: sample.id, how: `differs at ${different}` });
  }
  await warmUp(samples, warmUpMs, direction.run);
  const ours = samples.map((sample) => timed(direction, sample));
  return {
    check: { name: direction.name, total: samples.length, disagreements },
    measured: [
      { name: `${direction.name}, HL7's engine a case, median`, text: milliseconds(median(theirs)) },
      { name: `${direction.name}, ours a case, median`, text: milliseconds(median(ours)) },
      { name: `${direction.name}, HL7's over ours`, text: (median(theirs) / median(ours)).toFixed(0) },
    ],
  };
}

/** @throws Error when the engine refuses the sample: every case of examples/ is one that it must take */
async function transform(
  engine: LineProgram,
  { mapUrl, logical }: Direction,
  { id, source }: Sample,
): Promise<Hl7Transformed> {
  const named = logical === "source" ? `{"resourceType":"${MODEL}",${source.slice(1)}` : source;
  const line = await engine.ask({ id, mapUrl, source: parseExactly(named) as object });
  const { error, micros = 0 } = JSON.parse(line) as { readonly error?: string; readonly micros?: number };
  if (error !== undefined) throw new Error(`HL7's engine refuses ${id}: ${error}`);
  return { line, micros };
}

function targetOf(line: string, { logical }: Direction): unknown {
  const { target } = parseExact(line) as { readonly target: Readonly<Record<string, unknown>> };
  return logical === "target"
    ? Object.fromEntries(Object.entries(target).filter(([name]) => name !== "resourceType"))
    : target;
}

/** Runs the samples in turns until an engine is warm. */
async function warmUp(samples: readonly Sample[], ms: number, run: (sample: Sample) => unknown): Promise<void> {
  const end = performance.now() + ms;
  for (let at = 0; performance.now() < end; at = (at + 1) % samples.length) await run(samples[at] as Sample);
}

/** Microseconds of one sample in ours. */
function timed({ run }: Direction, sample: Sample): number {
  const startedAt = performance.now();
  run(sample);
  return (performance.now() - startedAt) * 1000;
}
