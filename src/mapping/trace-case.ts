import type { Bundle } from "@medplum/fhirtypes";
import type { ValidCase } from "../case/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { createTraceLog } from "../fml/runtime/index.ts";
import { finishBundle } from "./map-case.ts";
import type { MappedBundle } from "./mapped-bundle.ts";
import { tracedMap } from "./traced-map.ts";

/** What a run of the map recorded: compact, and all that `readOrigins` needs beside the case and its bundle. */
export interface RecordedOrigins {
  /** The map, as `url|version`: another one cannot read the records. */
  readonly map: string;
  readonly records: Int32Array;
}

/** A mapped case that knows where everything in it comes from. */
export interface TracedCase {
  readonly bundle: MappedBundle;
  readonly origins: RecordedOrigins;
}

/** One for all, since nothing of it outlives a call. */
const log = createTraceLog();

/**
 * Maps a valid case as `mapCase` does, to the same bytes, and records where each value comes from.
 *
 * The records are positions only: nothing of the case stands in them.
 */
export function traceCase(valid: ValidCase): Result<TracedCase> {
  const { kyphoplasty, meta } = tracedMap();
  const references: { reference: string }[] = [];
  const issues: Issue[] = [];
  log.length = 0;
  const bundle = kyphoplasty(valid.document, { references, issues, trace: log }) as unknown as Bundle;
  if (issues.length > 0) return { ok: false, issues };
  const records = log.buffer.slice(0, log.length);
  const origins: RecordedOrigins = { map: `${meta.url}|${meta.version}`, records };
  return { ok: true, value: { bundle: finishBundle({ bundle, references }, valid), origins } };
}
