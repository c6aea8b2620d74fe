import type { Bundle } from "@medplum/fhirtypes";
import type { KyphoplastyCase } from "../../src/case/index.ts";
import { runMap } from "../../src/mapping/index.ts";
import { checkResource } from "../../src/profile/index.ts";
import { rounded, type Figure } from "./figure.ts";
import { measure } from "./measure.ts";
import { mustPass, type Typical } from "./typical.ts";

const FEW = 1_000;
const MANY = 10_000;
/** Long enough for a few dozen calls of the slowest. */
const MS_EACH = 3000;

/** What ten times as many Observations in a Bundle, and ten times as many repeats in a case, cost; 10 is linear. */
export function measureGrowth(typical: Typical): readonly Figure[] {
  return [...growth("check-observations", bundleOf(typical), check), ...growth("map-repeats", caseOf(typical), map)];
}

function growth<T>(name: string, make: (count: number) => T, run: (input: T) => unknown): readonly Figure[] {
  const [few, many] = [make(FEW), make(MANY)];
  const timings = measure({ few: () => run(few), many: () => run(many) }, MS_EACH);
  return [
    { name: `${name}-${FEW}`, value: rounded(timings.few.micros), unit: "us" },
    { name: `${name}-${MANY}`, value: rounded(timings.many.micros), unit: "us" },
    // By the medians of calls: what the garbage collector does in some of them depends on the heap, and not on the growth.
    { name: `${name}-growth`, value: rounded(timings.many.micros / timings.few.micros, 3), unit: "x" },
  ];
}

function check(bundle: object): void {
  if (checkResource(bundle).length > 0) throw new Error("The benchmark's Bundle of Observations has issues.");
}

function map(document: KyphoplastyCase): void {
  mustPass(runMap(document));
}

/** A collection of as many Observations as is asked for, all about one patient. */
function bundleOf({ mapped }: Typical): (count: number) => object {
  const entries = (JSON.parse(JSON.stringify(mapped)) as Bundle).entry ?? [];
  const observations = entries.filter(({ resource }) => resource?.resourceType === "Observation");
  const others = entries.filter(({ resource }) => resource?.resourceType !== "Observation");
  return (count) => {
    const many = Array.from({ length: count }, (_, index) => {
      const { resource } = observations[index % observations.length] ?? {};
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
      return { fullUrl: `urn:uuid:${id}`, resource: { ...resource, id } };
    });
    const entry = [...others.map(({ fullUrl, resource }) => ({ fullUrl, resource })), ...many];
    // Parsed, so that the repeats share no objects.
    return JSON.parse(JSON.stringify({ resourceType: "Bundle", type: "collection", entry })) as object;
  };
}

/** The typical case with as many imaging studies as is asked for. */
function caseOf({ valid }: Typical): (count: number) => KyphoplastyCase {
  const { imaging = [] } = valid.document;
  return (count) => ({
    ...valid.document,
    imaging: Array.from({ length: count }, (_, index) => {
      const study = imaging[index % imaging.length];
      if (study === undefined) throw new Error("The typical case has imaging.");
      return { ...study, key: `study-${index}`, studyUid: `1.2.826.0.1.3680043.8.498.${index}` };
    }),
  });
}
