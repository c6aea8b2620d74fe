import type { CaseChange } from "./case-change.ts";

/** A change that is ready for its rows. */
export interface PackedChange extends Omit<CaseChange, "bundle"> {
  readonly caseKey: string;
  readonly packed: Uint8Array;
  readonly lane: string;
  /** SHA-256 of what is asked. */
  readonly requestHash: string;
}

/** A change that became a version. */
export interface StoredVersion {
  readonly change: PackedChange;
  readonly version: number;
  readonly effect: string;
}
