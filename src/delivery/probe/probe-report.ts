import type { Ability } from "../server/index.ts";
import type { Strategy } from "../destination.ts";

/** What one probe found. */
export interface Finding {
  readonly probe: ProbeName;
  /** `warning`: delivery copes with it, and somebody should know; `unknown`: it could not be found out. */
  readonly verdict: "good" | "warning" | "unknown";
  /** What the server does, in a sentence. */
  readonly what: string;
  readonly status?: number;
}

export type ProbeName =
  | "transaction-atomicity"
  | "client-assigned-id"
  | "conditional-create-twice"
  | "stale-if-match"
  | "merged-entries"
  | "update-without-change"
  | "tags"
  | "unknown-elements"
  | "index-lag"
  | "clean-up";

/** What a server says of itself and what it was found to do. */
export interface ProbeReport {
  readonly ability: Ability;
  readonly strategy: Strategy;
  readonly findings: readonly Finding[];
  /** How long its search index lagged behind a write; absent where it was not measured. */
  readonly lagMs?: number;
}
