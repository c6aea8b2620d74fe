import { sql } from "kysely";
import type { Bundle } from "@medplum/fhirtypes";
import { unpackBundle } from "./packed-bundle.ts";
import type { Store } from "./store.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/** Whom to erase, on whose request. */
export interface Erasure {
  /** The patient's lane: the fullUrl of the Patient without `urn:uuid:`. */
  readonly lane: string;
  readonly actor: string;
  /** For the audit: the request's own number, never anything of the patient. */
  readonly reason: string;
}

/** What was erased. */
export interface ErasureReport {
  /** The numbers of the cases that are gone, for whoever keeps copies of them. */
  readonly caseIds: readonly string[];
  /** Versions of other cases that had been filed under this patient; they stay without document and bundle. */
  readonly emptiedVersionCount: number;
}

/**
 * Erases a patient from the store in one commit: cases with documents and bundles, their deliveries and attempts, what
 * the ledger knows of their resources, and their idempotency keys. Where a worker is sending one, its settlement finds
 * nothing and is thrown away.
 *
 * The audit keeps case numbers and hashes, and this erasure. What destinations and backups hold is not touched.
 */
export async function erasePatient(store: Store, erasure: Erasure): Promise<ErasureReport> {
  const report = await store.write(erasures, erasure);
  await store.scrub();
  return report;
}

const erasures: WriteOperation<Erasure, ErasureReport> = {
  async run(context, inputs) {
    const reports: ErasureReport[] = [];
    for (const erasure of inputs) reports.push(await erase(context, erasure));
    return reports;
  },
};

async function erase(context: WriteContext, { lane, actor, reason }: Erasure): Promise<ErasureReport> {
  const { trx } = context;
  const cases = await trx.selectFrom("cases").select(["caseKey", "caseId"]).where("lane", "=", lane).execute();
  const caseKeys = cases.map(({ caseKey }) => caseKey);
  await forgetResources(context, lane);
  await deleteCases(context, caseKeys);
  const emptied = await trx
    .updateTable("caseVersions")
    .set({ document: null, bundle: null })
    .where("lane", "=", lane)
    .where(sql<boolean>`bundle is not null`)
    .executeTakeFirst();
  // A lane that other rows still stand in keeps its number.
  await trx
    .deleteFrom("lanes")
    .where("lane", "=", lane)
    .where(sql<boolean>`not exists (select 1 from deliveries as d where d.lane = lanes.lane)`)
    .execute();
  const emptiedVersionCount = Number(emptied.numUpdatedRows);
  const detail = { reason, caseCount: cases.length, emptiedVersionCount };
  context.audit({ actor, action: "patient-erased", target: lane, detail });
  return { caseIds: cases.map(({ caseId }) => caseId), emptiedVersionCount };
}

/** Deletes cases with all that hangs on them; the audit and the ledger are not among that. */
export async function deleteCases({ trx }: WriteContext, caseKeys: readonly string[]): Promise<void> {
  if (caseKeys.length === 0) return;
  // Versions, deliveries and attempts go with their case.
  await trx.deleteFrom("idempotencyKeys").where("caseKey", "in", caseKeys).execute();
  await trx.deleteFrom("cases").where("caseKey", "in", caseKeys).execute();
}

/** The ledger knows resources by their fullUrl, which the bundles tell. */
async function forgetResources({ trx }: WriteContext, lane: string): Promise<void> {
  const versions = await trx.selectFrom("caseVersions").select("bundle").where("lane", "=", lane).execute();
  for (const { bundle } of versions) {
    if (!bundle) continue;
    const { entry = [] } = JSON.parse(await unpackBundle(bundle)) as Bundle;
    const fullUrls = entry.flatMap(({ fullUrl }) => fullUrl ?? []);
    await trx.deleteFrom("ledger").where("fullUrl", "in", fullUrls).execute();
  }
}
