import type { Bundle } from "@medplum/fhirtypes";
import { validateCase, type ValidateCaseOptions } from "./case/index.ts";
import { projectOnCase } from "./explain/index.ts";
import type { Result } from "./fhir/index.ts";
import { contentHashOf, mapCase } from "./mapping/index.ts";
import { checkProfiles, type ConformantBundle, type ProfileChecker } from "./profile/index.ts";
import { isSameContent, revise, withdraw } from "./revise/index.ts";

/** A case that passed every stage before the store. */
export interface ProcessedCase {
  readonly caseId: string;
  readonly caseSystem: string;
  /** SHA-256 of the document in canonical form, hex: white space and the order of members do not count. */
  readonly contentHash: string;
  readonly bundle: ConformantBundle;
  /** That the version before says the same, from the same document. */
  readonly isRepeat: boolean;
}

/** What intake knows beyond the bytes. */
export interface IntakeOptions extends ValidateCaseOptions {
  /** The bundle of the version that this document revises. */
  readonly previous?: Bundle;
}

/** The way in as a value, for those who may be given another one: a site's own set answers from a thread of its own. */
export interface Pipeline {
  readonly process: (bytes: Uint8Array, options?: IntakeOptions) => Awaitable<Result<ProcessedCase>>;
  readonly withdraw: (previous: Bundle, withdrawnAt: string) => Awaitable<Result<ConformantBundle>>;
}

type Awaitable<T> = T | Promise<T>;
type Check = ProfileChecker["checkProfiles"];

/**
 * Takes one case document the whole way in: case, mapping, revise, profile. READ THIS FIRST.
 *
 * Pure: no clock, no network, no randomness; the same bytes after the same version give the same bundle on any machine
 * and day.
 *
 * @param bytes one JSON document
 * @param check the last stage, where it is not that of the build
 * @returns the checked transaction in the neutral form, or every issue of the first stage that refused
 */
export function processCase(
  bytes: Uint8Array,
  options: IntakeOptions = {},
  check: Check = checkProfiles,
): Result<ProcessedCase> {
  const { previous, ...intake } = options;
  const valid = validateCase(bytes, intake);
  if (!valid.ok) return valid;
  const mapped = mapCase(valid.value);
  if (!mapped.ok) return mapped;
  const bundle = previous === undefined ? mapped.value : revise(previous, mapped.value);
  const checked = check(bundle);
  // What is wrong with the resources is told with the fields behind it.
  if (!checked.ok) return { ok: false, issues: projectOnCase(checked.issues, { bytes, options: intake, bundle }) };
  const warnings = [...(valid.warnings ?? []), ...(mapped.warnings ?? []), ...(checked.warnings ?? [])];
  const { caseId, caseSystem } = valid.value.document;
  const contentHash = contentHashOf(mapped.value);
  const isRepeat =
    previous !== undefined && contentHash === contentHashOf(previous) && isSameContent(previous, checked.value);
  return {
    ok: true,
    value: { caseId, caseSystem, contentHash, bundle: checked.value, isRepeat },
    ...(warnings.length > 0 && { warnings }),
  };
}

/**
 * Makes the last version of a case that is withdrawn: everything of it entered in error.
 *
 * @param previous    the bundle of the version before
 * @param withdrawnAt an instant
 */
export function withdrawCase(
  previous: Bundle,
  withdrawnAt: string,
  check: Check = checkProfiles,
): Result<ConformantBundle> {
  return check(withdraw(previous, withdrawnAt));
}

/** The way in with the maps, profiles and codes of the build, in this thread. */
export const builtPipeline: Pipeline = {
  process: (bytes, options) => processCase(bytes, options),
  withdraw: (previous, withdrawnAt) => withdrawCase(previous, withdrawnAt),
};
