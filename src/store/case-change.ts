import type { ConformantBundle } from "../profile/index.ts";
import type { VersionCause } from "./tables.ts";

/** A new version of a case, as its submission, revision or withdrawal asks for it. */
export interface CaseChange {
  readonly cause: VersionCause;
  readonly caseId: string;
  readonly caseSystem: string;
  /** SHA-256 of the document in canonical form, hex; of a withdrawal, the one of the last document. */
  readonly contentHash: string;
  /** As it was received; absent for a withdrawal. */
  readonly document?: string;
  readonly bundle: ConformantBundle;
  /**
   * The version that this one follows, for a revision or withdrawal: another one in the store refuses it as stale.
   */
  readonly follows?: number;
  /** The version that says the same already: while it is the current one, no version is made of this change. */
  readonly repeats?: number;
  /** Who asks. */
  readonly actor: string;
  /** The version of the software that mapped it. */
  readonly software: string;
  /** Names of the destinations that it goes to. */
  readonly destinations: readonly string[];
  /** As the caller sent it: the same key again gives the first answer again. */
  readonly idempotencyKey?: string;
}

/** What a change came to. */
export type CaseEffect =
  | {
      readonly outcome: "stored";
      /** `unchanged`: the store held this content already. */
      readonly effect: "created" | "revised" | "withdrawn" | "unchanged";
      readonly version: number;
      /** That the answer is the one that was given to this idempotency key before. */
      readonly isRepeated: boolean;
    }
  | { readonly outcome: "refused"; readonly reason: CaseRefusal; readonly version?: number };

/**
 * Why a change was not made.
 *
 * - `other-content`: the case number holds another document, which only a revision may change
 * - `withdrawn`: the case was withdrawn, and only a revision restores it
 * - `other-identity`: the case number is spelled differently or stands under another case system
 * - `key-reused`: the idempotency key was used for something else
 * - `stale`: the case is at another version than the one to follow
 * - `unknown`: there is no such case
 */
export type CaseRefusal = "other-content" | "withdrawn" | "other-identity" | "key-reused" | "stale" | "unknown";

/** A case number as the key of its rows, since it is unique without regard to case. */
export function caseKeyOf(caseId: string): string {
  return caseId.toLowerCase();
}
