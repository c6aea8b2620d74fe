import type { Bundle } from "@medplum/fhirtypes";
import { kyphoplasty, meta } from "../../build/maps/kyphoplasty.js";
import { VERSIONS } from "../../build/maps/versions.js";
import type { KyphoplastyCase, ValidCase } from "../case/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { promisePlain } from "../json/index.ts";
import { assignIdentities } from "./assign-identities.ts";
import { caseHash } from "./case-hash.ts";
import type { MappedBundle } from "./mapped-bundle.ts";

/** What a map makes before its parts get identities: `fullUrl` and references are part names. */
export interface MapProduct {
  readonly bundle: Bundle;
  readonly references: { reference: string }[];
}

/**
 * Maps a valid case to its transaction Bundle in the neutral form.
 *
 * @returns the bundle, or the issues of map rules that could not do what they say
 */
export function mapCase(valid: ValidCase): Result<MappedBundle> {
  const made = runMap(valid.document);
  if (!made.ok) return made;
  return { ok: true, value: finishBundle(made.value, valid) };
}

/** The step after the map: part names become identities, in place. */
export function finishBundle({ bundle, references }: MapProduct, { document, isPlain }: ValidCase): MappedBundle {
  const { caseId, caseSystem } = document;
  assignIdentities(bundle, references, { caseId, caseSystem, contentHash: caseHash(document) }, VERSIONS);
  if (isPlain && meta.isPlain) promisePlain(bundle);
  return bundle as MappedBundle;
}

/** Runs the compiled map alone, as any engine would run it. */
export function runMap(document: KyphoplastyCase): Result<MapProduct> {
  const references: { reference: string }[] = [];
  const issues: Issue[] = [];
  const bundle = kyphoplasty(document, { references, issues }) as unknown as Bundle;
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { bundle, references } };
}
