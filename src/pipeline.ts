import { validateCase, type ValidateCaseOptions } from "./case/index.ts";
import type { Issue, Result } from "./fhir/index.ts";
import { mapCase } from "./mapping/index.ts";
import { checkProfiles, type ConformantBundle } from "./profile/index.ts";

/** A case that passed every stage before the store. */
export interface ProcessedCase {
  readonly caseId: string;
  readonly bundle: ConformantBundle;
}

/** What intake knows beyond the bytes. */
export type IntakeOptions = ValidateCaseOptions;

/**
 * Takes one case document the whole way in: case, mapping, profile. READ THIS FIRST.
 *
 * Pure: no clock, no network, no randomness; the same bytes give the same bundle on any machine and day.
 *
 * @param bytes one JSON document
 * @returns the checked transaction in the neutral form, or every issue of the first stage that refused
 */
export function processCase(bytes: Uint8Array, options: IntakeOptions = {}): Result<ProcessedCase> {
  const valid = validateCase(bytes, options);
  if (!valid.ok) return valid;
  const mapped = mapCase(valid.value);
  if (!mapped.ok) return mapped;
  const checked = checkProfiles(mapped.value);
  if (!checked.ok) return checked;
  const warnings: Issue[] = [valid, mapped, checked].flatMap((stage) => [...(stage.warnings ?? [])]);
  return {
    ok: true,
    value: { caseId: valid.value.document.caseId, bundle: checked.value },
    ...(warnings.length > 0 && { warnings }),
  };
}
