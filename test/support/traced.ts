import type { Bundle } from "@medplum/fhirtypes";
import { locate, validateCase, type ValidCase } from "../../src/case/index.ts";
import { readOrigins, traceCase, type CaseOrigins, type MappedBundle } from "../../src/mapping/index.ts";

/** A case with its bundle and all that is known of where it comes from. */
export interface Traced {
  readonly valid: ValidCase;
  readonly bundle: MappedBundle;
  readonly origins: CaseOrigins;
}

/** Maps a case with origins; a refusal fails the test with its issues. */
export function traced(
  bytes: Uint8Array,
  { caseSystem, revised }: { caseSystem?: string; revised?: Bundle } = {},
): Traced {
  const valid = validateCase(bytes, caseSystem === undefined ? {} : { caseSystem });
  if (!valid.ok) throw new Error(`refused: ${JSON.stringify(valid.issues)}`);
  return tracedOf(valid.value, revised);
}

/** As `traced`, of a case that was read already. */
export function tracedOf(valid: ValidCase, revised?: Bundle): Traced {
  const made = traceCase(valid);
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues)}`);
  const located = locate(valid.bytes);
  const { bundle, origins } = made.value;
  const read = readOrigins({
    valid,
    origins,
    locate: (pointer) => located.get(pointer),
    ...(revised && { bundle: revised }),
  });
  return { valid, bundle, origins: read };
}
