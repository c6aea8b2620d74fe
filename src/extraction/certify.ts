import type { ValidCase } from "../case/index.ts";
import type { Result } from "../fhir/index.ts";
import { canonicalHash, mapCase, VERSIONS, type Versions } from "../mapping/index.ts";
import { runExtraction } from "./extract-cases.ts";
import { gatherCases } from "./gather.ts";
import { explainLosses, type Loss } from "./loss.ts";

/** The proof for one case that its resources hold all of it. */
export interface Certificate {
  /** Nothing is lost but what was agreed to. */
  readonly complete: boolean;
  /** SHA-256 of the case in canonical form, and of what came back. */
  readonly caseHash: string;
  readonly extractedHash: string;
  /** Every difference, by JSON pointer into the case; `reason` is there for an agreed loss. */
  readonly differences: readonly { readonly pointer: string; readonly reason?: string }[];
  /** The artefacts that were used, as `url|version`. */
  readonly versions: Versions;
}

/** Maps a case, extracts it again and compares: the certificate that nothing was lost, or where it was. */
export function certify(valid: ValidCase, losses: readonly Loss[]): Result<Certificate> {
  const mapped = mapCase(valid);
  if (!mapped.ok) return mapped;
  const [gathered] = gatherCases([mapped.value]).cases;
  if (gathered === undefined) throw new Error("A mapped case was expected to be gathered again.");
  const extracted = runExtraction(gathered.bundle);
  if (!extracted.ok) return extracted;
  const document = extracted.value;
  const explained = explainLosses(valid.document, document, losses);
  return {
    ok: true,
    value: {
      complete: explained.every(({ loss }) => loss !== undefined),
      caseHash: canonicalHash(valid.document),
      extractedHash: canonicalHash(document),
      differences: explained.map(({ pointer, loss }) => ({
        pointer,
        ...(loss !== undefined && { reason: loss.reason }),
      })),
      versions: VERSIONS,
    },
  };
}
