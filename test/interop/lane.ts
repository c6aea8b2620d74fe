import type { JavaHarness } from "./harness/index.ts";

/** One question put to two programs many times over, with the answers that differ. */
export interface Check {
  readonly name: string;
  readonly total: number;
  readonly disagreements: readonly Disagreement[];
  /** Only some of the cases were asked, so that an explained disagreement may be missing by chance. */
  readonly isSample?: boolean;
}

/** One case on which the programs differ. */
export interface Disagreement {
  /** Names the case, the same in every run. */
  readonly id: string;
  /** What they said of it, in the words of the check; an entry of the ledger explains one such way to differ. */
  readonly how: string;
  /** More for whoever looks into it. */
  readonly details?: string;
}

/** A measurement, for people. */
export interface Figure {
  readonly name: string;
  readonly text: string;
}

/** What came of one lane. */
export interface LaneReport {
  readonly checks: readonly Check[];
  readonly figures: readonly Figure[];
}

/** What a lane works with. */
export interface LaneContext {
  readonly harness: JavaHarness;
  /** Progress, for people. */
  readonly tell: (line: string) => void;
  /** Of long lists every n-th case is asked. */
  readonly every: number;
}

/** Holds our programs against one of others'. */
export interface Lane {
  readonly name: string;
  readonly run: (context: LaneContext) => Promise<LaneReport>;
}
