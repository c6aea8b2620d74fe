import type { Issue } from "../fhir/index.ts";
import { countProperties } from "./glance.ts";
import { MAX_ISSUES } from "./limits.ts";
import { findNameFaults } from "./name-faults.ts";
import { byPosition } from "./placed-issues.ts";
import type { Places } from "./places.ts";
import { scan } from "./scan.ts";

/** A document that was read to its end, or why it was not. */
export type Reading = ReadDocument | BrokenDocument;

/** A document of which every place is known. */
export interface ReadDocument {
  readonly complete: true;
  readonly text: string;
  readonly document: unknown;
  readonly places: Places;
  /** Forbidden characters and names, in the order of the document; what is over the limit is not listed. */
  readonly faults: readonly Issue[];
  /** How many faults there are, listed or not. */
  readonly faultCount: number;
  /** Whether there is a number that JavaScript would print otherwise than it was written. */
  readonly hasWrittenNumbers: boolean;
}

/** A document that ends at a fault. */
export interface BrokenDocument {
  readonly complete: false;
  /** In the order of the document; what follows the last was not looked at, which is FHIR's meaning of fatal. */
  readonly faults: readonly Issue[];
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a document in one exact pass over its bytes, and by JSON.parse where that finds it whole. */
export function readDocument(bytes: Uint8Array): Reading {
  const { issues, issueCount, complete, places, fieldCount, hasWrittenNumbers } = scan(bytes);
  if (!complete) {
    const stop: Issue = { ...(issues.at(-1) as Issue), severity: "fatal" };
    const before = [...issues.slice(0, -1), ...nameFaults(places).listed].sort(byPosition);
    return { complete, faults: [...before.slice(0, MAX_ISSUES - 1), stop] };
  }
  const text = decoder.decode(bytes);
  const document: unknown = JSON.parse(text);
  // A name that is repeated is there once after JSON.parse.
  const names = countProperties(document) === fieldCount ? NONE : nameFaults(places);
  const faults = names.count === 0 ? issues : [...issues, ...names.listed].sort(byPosition).slice(0, MAX_ISSUES);
  return { complete, text, document, places, faults, faultCount: issueCount + names.count, hasWrittenNumbers };
}

interface Faults {
  readonly listed: readonly Issue[];
  readonly count: number;
}

const NONE: Faults = { listed: [], count: 0 };

function nameFaults(places: Places): Faults {
  const listed: Issue[] = [];
  let count = 0;
  for (const fault of findNameFaults(places)) {
    if (++count <= MAX_ISSUES) listed.push(fault);
  }
  return { listed, count };
}
