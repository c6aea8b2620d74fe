import { hash } from "node:crypto";
import type { Bundle } from "@medplum/fhirtypes";
import { caseKeyOf, type CaseChange, type CaseEffect } from "./case-change.ts";
import { decideChange, type CaseHead, type KeyUse } from "./decide-change.ts";
import { enqueueDeliveries } from "./enqueue-deliveries.ts";
import { packBundle } from "./packed-bundle.ts";
import type { PackedChange } from "./packed-change.ts";
import type { Store } from "./store.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";
import { insertVersions, writeHeads } from "./write-versions.ts";

/**
 * Stores a version of a case in one commit: the version with its bundle, the head of the case, one outbox row for each
 * destination, the idempotency key and the audit row.
 *
 * Resolves once the commit is on disk. Asking again changes nothing: the same content is found to be there.
 *
 * @throws StoreFault when the store cannot be written; it may have been, if the fault is `store/unavailable`
 */
export async function saveBundle(store: Store, change: CaseChange): Promise<CaseEffect> {
  const effect = await store.write(saveBundles, await packChange(change));
  if (isNewVersion(effect)) store.announceDeliverable();
  return effect;
}

/** Whether there is something new to deliver. */
export function isNewVersion(effect: CaseEffect): boolean {
  return effect.outcome === "stored" && effect.effect !== "unchanged" && !effect.isRepeated;
}

/** Does all of a change that needs no database. */
export async function packChange(change: CaseChange): Promise<PackedChange> {
  const { bundle, ...rest } = change;
  const caseKey = caseKeyOf(change.caseId);
  const asked = [change.cause, caseKey, change.caseSystem, change.contentHash, change.follows ?? 0].join("\n");
  const requestHash = hash("sha256", asked, "hex");
  return { ...rest, caseKey, lane: laneOf(bundle), requestHash, packed: await packBundle(bundle) };
}

/** The lane of a bundle: its Patient's fullUrl, which stands for the patient's identity and does not tell it. */
export function laneOf(bundle: Bundle): string {
  const patient = bundle.entry?.find(({ resource }) => resource?.resourceType === "Patient");
  if (patient?.fullUrl === undefined) throw new Error("A conformant bundle has a Patient with a fullUrl.");
  return patient.fullUrl.replace("urn:uuid:", "");
}

/** Saves many in one commit. */
export const saveBundles: WriteOperation<PackedChange, CaseEffect> = {
  async run(context, changes) {
    const heads = await readHeads(context, changes);
    const keys = await readKeys(context, changes);
    const effects = changes.map((change) => {
      const keyId = `${change.actor}\n${change.idempotencyKey ?? ""}`;
      const effect = decideChange(change, heads.get(change.caseKey), keys.get(keyId));
      if (effect.outcome === "stored" && !effect.isRepeated) {
        // The next change of this commit stands on this one.
        heads.set(change.caseKey, headAfter(change, effect.version, heads.get(change.caseKey)));
        if (change.idempotencyKey !== undefined) keys.set(keyId, { ...change, ...effect });
      }
      return effect;
    });
    await writeAll(
      context,
      changes.map((change, index) => ({ change, effect: effects[index] as CaseEffect })),
    );
    return effects;
  },
};

async function readHeads(
  { trx, kind }: WriteContext,
  changes: readonly PackedChange[],
): Promise<Map<string, CaseHead>> {
  const caseKeys = [...new Set(changes.map(({ caseKey }) => caseKey))].sort();
  const rows = await trx
    .selectFrom("cases")
    .select(["caseKey", "caseId", "caseSystem", "version", "state", "contentHash", "lane"])
    .where("caseKey", "in", caseKeys)
    .orderBy("caseKey")
    .$if(kind === "postgres", (query) => query.forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.caseKey, row]));
}

async function readKeys({ trx }: WriteContext, changes: readonly PackedChange[]): Promise<Map<string, KeyUse>> {
  const asked = changes.flatMap(({ idempotencyKey }) => idempotencyKey ?? []);
  if (asked.length === 0) return new Map();
  const rows = await trx
    .selectFrom("idempotencyKeys")
    .select(["actor", "key", "requestHash", "version", "effect"])
    .where("key", "in", asked)
    .execute();
  return new Map(rows.map(({ actor, key, ...use }) => [`${actor}\n${key}`, use]));
}

function headAfter(change: PackedChange, version: number, head: CaseHead | undefined): CaseHead {
  const { caseId, caseSystem, contentHash, lane, cause } = change;
  if (head?.version === version) return head;
  return { caseId, caseSystem, version, contentHash, lane, state: cause === "withdrawn" ? "withdrawn" : "active" };
}

interface Decided {
  readonly change: PackedChange;
  readonly effect: CaseEffect;
}

async function writeAll(context: WriteContext, decided: readonly Decided[]): Promise<void> {
  const stored = decided.flatMap(({ change, effect }) =>
    effect.outcome === "stored" && !effect.isRepeated ? [{ ...effect, change }] : [],
  );
  const versions = stored.filter(({ effect }) => effect !== "unchanged");
  if (versions.length > 0) {
    await writeHeads(context, versions);
    await insertVersions(context, versions);
    await enqueueDeliveries(context, versions);
    for (const { change, effect, version } of versions) {
      const { actor, caseId, contentHash, destinations } = change;
      const detail = { version, contentHash, destinationCount: destinations.length };
      context.audit({ actor, action: `case-${effect}`, target: caseId, detail });
    }
  }
  const keyed = stored.flatMap(({ change, version, effect }) => {
    const { actor, idempotencyKey: key, requestHash, caseKey } = change;
    return key === undefined ? [] : [{ actor, key, requestHash, caseKey, version, effect, createdAt: context.now }];
  });
  if (keyed.length > 0) await context.trx.insertInto("idempotencyKeys").values(keyed).execute();
}
