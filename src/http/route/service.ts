import type { Resource } from "@medplum/fhirtypes";
import type { Explained, ExplainOptions, JudgedCase, Question } from "../../explain/index.ts";
import type { ExtractedCase } from "../../extraction/index.ts";
import type { Issue, Result } from "../../fhir/index.ts";
import type { Intake } from "../../intake/index.ts";
import type { ProcessedCase } from "../../pipeline.ts";
import type { Log } from "../../system/index.ts";
import type { PressureReason } from "../../health/index.ts";
import type { Metrics } from "../../metrics/index.ts";
import type { Tracing } from "../../tracing/index.ts";
import type { Guard } from "../authorize.ts";
import type { Definitions } from "../definitions.ts";

/** What the routes stand on; `main` builds it and passes it in. */
export interface Service {
  readonly version: string;
  /** When the service started, an instant. */
  readonly startedAt: string;
  /** The text of openapi.yaml. */
  readonly contract: string;
  readonly definitions: Definitions;
  /** @param line the line of the file on which the document begins, for NDJSON */
  process(bytes: Uint8Array, line?: number): Awaitable<Result<ProcessedCase>>;
  check(resource: Resource, profiles: readonly string[]): Awaitable<readonly Issue[]>;
  readonly extract: (inputs: readonly unknown[]) => Awaitable<Result<readonly ExtractedCase[]>>;
  readonly explain: (bytes: Uint8Array, question: Question, options: ExplainOptions) => Awaitable<Result<Explained>>;
  /** Adds to issues of a case's bundle the fields of its document behind them. */
  readonly project: (issues: readonly Issue[], judged: JudgedCase) => Awaitable<readonly Issue[]>;
  /** What is live: ours, and the site's set with its last refusal. */
  readonly maps: () => object;
  /** The way in for cases that are kept, and the store behind it. */
  readonly intake: Intake;
  /** Writes one line for operators: an event and ids of ours, never content of a case. */
  readonly log: Log;
  /** Who may call; absent where nobody has to log in. */
  readonly guard?: Guard;
  /** Why no further cases are taken, if there is a reason. */
  readonly pressure: () => PressureReason | undefined;
  /** Whether the service is about to end. */
  readonly isDraining: () => boolean;
  readonly metrics: Metrics;
  /** Absent where nobody collects traces. */
  readonly tracing?: Tracing;
  /** The public keys that FHIR servers know us by. */
  readonly publicKeys: readonly object[];
  /** For the body of a request that is no stream, 30 seconds by default. */
  readonly bodyMs?: number;
}

/** A site answers from a thread of its own, the build at once. */
type Awaitable<T> = T | Promise<T>;
