import type { KyphoplastyCase } from "../../../src/case/index.ts";
import { runMap } from "../../../src/mapping/index.ts";
import { FHIR_PACKAGE, mustPass, readCaseDocuments, validCaseOf } from "../cases.ts";
import { startLineProgram, type LineProgram } from "../harness/index.ts";
import type { Disagreement, Lane } from "../lane.ts";
import { median, milliseconds } from "../timing.ts";
import { firstDifference, parseExact } from "./compare-json.ts";

const MAP = "https://kypho-fhir.github.io/fhir/StructureMap/kyphoplasty";

/** Cases that HL7's engine gets before it is measured, at a tenth of a second each. */
const WARM_UP_CASES = 30;

/** Rounds over all cases before ours is measured. */
const WARM_UP_ROUNDS = 20;

interface SourceCase {
  readonly id: string;
  readonly document: KyphoplastyCase;
}

interface Hl7Transformed {
  /** The resource as it was written. */
  readonly line: string;
  readonly micros: number;
}

/**
 * HL7's mapping engine and our compiled map on every case: the same resources, before the step that derives
 * identities. Both are timed from the text of a case to the text of its bundle.
 */
export const transformLane: Lane = {
  name: "transform",
  run: async ({ harness, tell }) => {
    const cases = readCaseDocuments().map((document) => ({
      id: document.id,
      document: validCaseOf(document).document,
    }));
    const engine = startLineProgram(harness, "transform", ["--package", FHIR_PACKAGE]);
    tell(`${WARM_UP_CASES} cases, to warm up`);
    for (const one of cases.slice(0, WARM_UP_CASES)) await transform(engine, one);
    tell(`${cases.length} cases, compared and timed`);
    const disagreements: Disagreement[] = [];
    const theirs: number[] = [];
    for (const one of cases) {
      const { line, micros } = await transform(engine, one);
      theirs.push(micros);
      const different = firstDifference(parseExact(ourBundle(one)), targetOf(line));
      if (different !== undefined) disagreements.push({ id: one.id, how: `differs at ${different}` });
    }
    await engine.close();
    const ours = ourTimes(cases);
    return {
      checks: [{ name: "mapped resources", total: cases.length, disagreements }],
      figures: [
        { name: "HL7's engine a case, median", text: milliseconds(median(theirs)) },
        { name: "ours a case, median", text: milliseconds(median(ours)) },
        { name: "HL7's over ours", text: (median(theirs) / median(ours)).toFixed(0) },
      ],
    };
  },
};

/** @throws Error when the engine refuses the case: every case of examples/ is one that it must take */
async function transform(engine: LineProgram, { id, document }: SourceCase): Promise<Hl7Transformed> {
  const source = { resourceType: "KyphoplastyCase", ...document };
  const line = await engine.ask({ id, mapUrl: MAP, source });
  const { error, micros = 0 } = JSON.parse(line) as { readonly error?: string; readonly micros?: number };
  if (error !== undefined) throw new Error(`HL7's engine refuses ${id}: ${error}`);
  return { line, micros };
}

function targetOf(line: string): unknown {
  return (parseExact(line) as { readonly target: unknown }).target;
}

function ourBundle({ id, document }: SourceCase): string {
  return JSON.stringify(mustPass(id, runMap(document)).bundle);
}

/** Microseconds of each case, warmed up. */
function ourTimes(cases: readonly SourceCase[]): readonly number[] {
  const written = cases.map(({ id, document }) => ({ id, text: JSON.stringify(document) }));
  const run = ({ id, text }: (typeof written)[number]): string =>
    ourBundle({ id, document: JSON.parse(text) as KyphoplastyCase });
  for (let round = 0; round < WARM_UP_ROUNDS; round++) written.forEach(run);
  return written.map((one) => {
    const startedAt = performance.now();
    run(one);
    return (performance.now() - startedAt) * 1000;
  });
}
