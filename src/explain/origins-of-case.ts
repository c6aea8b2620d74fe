import type { Bundle } from "@medplum/fhirtypes";
import { locate, validateCase, type ValidateCaseOptions, type ValidCase } from "../case/index.ts";
import type { Result } from "../fhir/index.ts";
import { readOrigins, traceCase, type CaseOrigins } from "../mapping/index.ts";

/** A case, what it became, and where everything in that comes from. */
export interface OriginatedCase {
  readonly valid: ValidCase;
  readonly bundle: Bundle;
  readonly origins: CaseOrigins;
  /** The document that was received, where it has another form than a case: places are those of it then. */
  readonly received?: unknown;
}

/**
 * Maps a case once more, with origins.
 *
 * @param bytes   one document, as it was received
 * @param version the bundle that the document is stored with, where it follows an earlier version
 * @returns every issue of the document, or of the map, where there is no bundle
 */
export function originsOfCase(
  bytes: Uint8Array,
  options: ValidateCaseOptions = {},
  version?: Bundle,
): Result<OriginatedCase> {
  const valid = validateCase(bytes, options);
  if (!valid.ok) return valid;
  const traced = traceCase(valid.value);
  if (!traced.ok) return traced;
  const { line } = options;
  const located = locate(bytes);
  const origins = readOrigins({
    valid: valid.value,
    origins: traced.value.origins,
    locate: (pointer) => located.get(pointer),
    ...(line !== undefined && { line }),
    ...(version !== undefined && { bundle: version }),
  });
  return { ok: true, value: { valid: valid.value, bundle: version ?? traced.value.bundle, origins } };
}
