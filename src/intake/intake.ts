import type { Issue } from "../fhir/index.ts";
import type { ValidateCaseOptions } from "../case/index.ts";
import { builtPipeline, type Pipeline } from "../pipeline.ts";
import type { CaseEffect, CaseRefusal, Store } from "../store/index.ts";

/** What intake stands on; `main` builds it. */
export interface Intake {
  readonly store: Store;
  /** Another way in than that of the build: a site's own set. */
  readonly pipeline?: Pipeline;
  /** The version of this package, as it stands with each version of a case. */
  readonly software: string;
  /** Names of the destinations that every case goes to. */
  readonly destinations: readonly string[];
  /** Stands in for `caseSystem` where a document has none. */
  readonly caseSystem?: string;
  /** The time of a withdrawal. */
  readonly now: () => Date;
}

/** What comes with a document or withdrawal. */
export interface IntakeRequest {
  /** Who asks. */
  readonly actor: string;
  /** The same key again gives the first answer again. */
  readonly idempotencyKey?: string;
  /** The line of the file on which the document begins, for NDJSON. */
  readonly line?: number;
}

/** Why a case was not taken: its document is at fault, or the store holds something that is in the way. */
export type IntakeRefusal = "document" | "case-id-differs" | CaseRefusal;

/** What came of it. */
export type IntakeAnswer =
  | (Extract<CaseEffect, { outcome: "stored" }> & { readonly caseId: string; readonly warnings?: readonly Issue[] })
  | {
      readonly outcome: "refused";
      readonly reason: IntakeRefusal;
      readonly issues: readonly Issue[];
      /** The version that the store holds, where there is one. */
      readonly version?: number;
    };

/** The way in that an intake takes. */
export function pipelineOf({ pipeline = builtPipeline }: Intake): Pipeline {
  return pipeline;
}

/** The options of the pipeline for one document. */
export function documentOptions({ caseSystem }: Intake, { line }: IntakeRequest): ValidateCaseOptions {
  return { ...(caseSystem !== undefined && { caseSystem }), ...(line !== undefined && { line }) };
}
