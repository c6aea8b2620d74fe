import type { Issue } from "../../fhir/index.ts";
import type { AnswerClass } from "../answer/index.ts";
import type { Known } from "./shipment.ts";
import type { Part } from "./part.ts";

/** What a write did to a resource. */
export type Effect = "created" | "updated" | "unchanged";

/** What came of writing one part. */
export type WriteOutcome =
  | { readonly part: Part; readonly answer: "done"; readonly effect: Effect; readonly known: Known }
  | { readonly part: Part; readonly answer: Exclude<AnswerClass, "done">; readonly issues: readonly Issue[] };

/** What came of carrying some parts, and what else the answers told. */
export interface Carried {
  readonly outcomes: readonly WriteOutcome[];
  /** HTTP status of the last answer. */
  readonly status?: number;
  readonly retryAfter?: string;
  /** That only some entries of a transaction took effect. */
  readonly isTorn?: boolean;
}

/**
 * The class that decides for a whole delivery: what somebody must act on before what waiting cures, and what is settled last.
 */
const WEIGHTS: readonly AnswerClass[] = [
  "refused",
  "several",
  "gone",
  "too-large",
  "setting",
  "login",
  "throttled",
  "ambiguous",
  "unreachable",
  "stale",
  "conflict",
  "done",
];

/** The class of several answers. */
export function weightiest(outcomes: readonly { readonly answer: AnswerClass }[]): AnswerClass {
  const found = new Set(outcomes.map(({ answer }) => answer));
  return WEIGHTS.find((answer) => found.has(answer)) ?? "done";
}
