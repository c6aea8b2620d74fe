import type { RuleIdentity, Run } from "../../fhirpath/runtime/index.ts";
import type { TraceLog } from "./trace-log.ts";

/** One run of a map: what it gathers, and what it may ask that its source does not hold. */
export interface MapRun extends Run {
  /** Hears what rules say with `log`. */
  readonly log?: (rule: RuleIdentity, text: string) => void;
  /** A new UUID; without it, `uuid()` is an issue, since the same source must give the same target. */
  readonly newUuid?: () => string;
}

/** One run of a traced module. */
export interface TracedRun extends MapRun {
  /** Records of where everything comes from, as `fml/trace` reads them; empty at first. */
  readonly trace: TraceLog;
}
