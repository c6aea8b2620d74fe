import type { Position } from "../fhir/index.ts";

/** A place in the document that was received. */
export interface InputPlace {
  /** RFC 6901; `""` is the whole document. */
  readonly pointer: string;
  /** Where it begins; of what is not there, where the nearest thing around it begins. */
  readonly position?: Position;
  /** The bytes of its value, in the document alone: the first, and the first after them. */
  readonly byteStart?: number;
  readonly byteEnd?: number;
  /** `absent`: it matters by not being there; `configured`: the service filled it in. */
  readonly state?: "absent" | "configured";
}

/** A rule of a map, and the line of it that writes the value. */
export interface MapPlace {
  readonly file: string;
  readonly group: string;
  readonly rule: string;
  readonly line: number;
}

/** The row of a ConceptMap that a value went through. */
export interface ConceptMapRow {
  readonly conceptMap: string;
  /** `group[0].element[3]` */
  readonly row: string;
  readonly code: string;
  readonly target: string;
}

/** Where a value comes from. */
export interface Origin {
  /** What it carries; empty for a constant. */
  readonly from: readonly InputPlace[];
  /** What decided that it is there. */
  readonly because: readonly InputPlace[];
  /** Not known of what an earlier version of the case left behind. */
  readonly map?: MapPlace;
  readonly conceptMaps: readonly ConceptMapRow[];
  /** Set where it is not the map that wrote it: the identity step, or the step that revises a stored case. */
  readonly step?: "identity" | "revise";
}

/** A leaf of a bundle with its origin. */
export interface OriginOfLeaf {
  /** JSON pointer into the bundle: `/entry/3/resource/code/text`. */
  readonly pointer: string;
  readonly origin: Origin;
}

/** A rule that was asked and did not fire. */
export interface UnfiredRule {
  readonly map: MapPlace;
  /** `empty`: there is nothing at its source; `where`: its condition was not met. */
  readonly reason: "empty" | "where";
  readonly where?: string;
  readonly source: readonly InputPlace[];
  /** What the condition looked at. */
  readonly because: readonly InputPlace[];
  /** Elements that it would have filled: `Observation.effective`. */
  readonly into: readonly string[];
  /** The entry of the bundle that it would have filled; none for what became no entry. */
  readonly entry?: number;
}

/** All that is known of a case's origins. */
export interface CaseOrigins {
  /** Every leaf, in the order of the bundle. */
  readonly leaves: readonly OriginOfLeaf[];
  /** In the order in which they were asked. */
  readonly unfired: readonly UnfiredRule[];
  /** Leaves of the document that no rule looked at. */
  readonly unread: readonly InputPlace[];
  /** What an object of the bundle was made for; empty where nothing is known of it. */
  readonly madeFor: (pointer: string) => readonly InputPlace[];
  /** Names a place of the document. */
  readonly place: (pointer: string) => InputPlace;
}

/** Whether a value is the map's, or a step's, and no field's. */
export function isConstant({ from }: Origin): boolean {
  return from.length === 0;
}
