import { extraction } from "../../../build/maps/extraction.js";
import type { KyphoplastyCase } from "../../../src/case/index.ts";
import { gatherCases } from "../../../src/extraction/index.ts";
import { parseExactly, type Issue } from "../../../src/fhir/index.ts";
import { mapCase, runMap } from "../../../src/mapping/index.ts";
import { mustPass, readCaseDocuments, validCaseOf } from "../cases.ts";

/** What one map makes of one source, for both engines. */
export interface Sample {
  readonly id: string;
  /** The source, as text, since its decimals keep their digits. */
  readonly source: string;
}

/** One of our maps with its sources. */
export interface Direction {
  readonly name: string;
  readonly mapUrl: string;
  /** Which side is of the logical model: to HL7's engine its JSON has the model's name as `resourceType`. */
  readonly logical: "source" | "target";
  readonly samples: () => readonly Sample[];
  /** Our compiled map, from text to text. @throws Error on an issue */
  readonly run: (sample: Sample) => string;
}

const MAPS = "https://kypho-fhir.github.io/fhir/StructureMap";

/** The two maps of mappings/, each on every case of examples/: before identities are derived, and after they are undone. */
export const DIRECTIONS: readonly Direction[] = [
  {
    name: "case to FHIR",
    mapUrl: `${MAPS}/kyphoplasty`,
    logical: "source",
    samples: () => validCases().map(({ id, valid }) => ({ id, source: JSON.stringify(valid.document) })),
    run: ({ id, source }) => JSON.stringify(mustPass(id, runMap(parseExactly(source) as KyphoplastyCase)).bundle),
  },
  {
    name: "FHIR to case",
    mapUrl: `${MAPS}/extraction`,
    logical: "target",
    samples: () =>
      validCases().map(({ id, valid }) => {
        const [gathered] = gatherCases([mustPass(id, mapCase(valid))]).cases;
        return { id, source: JSON.stringify(gathered?.bundle) };
      }),
    run: ({ id, source }) => {
      const issues: Issue[] = [];
      const document = extraction(parseExactly(source) as object, { references: [], issues });
      return JSON.stringify(mustPass(id, issues.length > 0 ? { ok: false, issues } : { ok: true, value: document }));
    },
  },
];

function validCases() {
  return readCaseDocuments().map((document) => ({ id: document.id, valid: validCaseOf(document) }));
}
