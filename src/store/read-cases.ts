import type { Kysely } from "kysely";
import { caseKeyOf } from "./case-change.ts";
import { unpackBundle } from "./packed-bundle.ts";
import type { Store } from "./store.ts";
import type { CaseState, DeliveryState, Row, Tables, VersionCause } from "./tables.ts";

/** A case as it is now, with what becomes of its current version. */
export interface StoredCase {
  readonly caseId: string;
  readonly caseSystem: string;
  readonly version: number;
  readonly state: CaseState;
  readonly contentHash: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Of the current version, by destination name. */
  readonly deliveries: readonly StoredDelivery[];
}

/** One outbox row, as readers of a case see it. */
export interface StoredDelivery {
  readonly id: number;
  readonly destination: string;
  readonly version: number;
  readonly state: DeliveryState;
  readonly attemptCount: number;
  readonly dueAt: number;
  readonly settledAt: number | null;
  /** What the last attempt came to, JSON. */
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** One version of a case, without its document and bundle. */
export interface StoredVersionInfo {
  readonly version: number;
  readonly cause: VersionCause;
  readonly contentHash: string;
  readonly actor: string;
  readonly software: string;
  readonly createdAt: number;
  readonly deliveries: readonly StoredDelivery[];
}

/** Which cases to list; all that is given must hold. */
export interface CaseFilter {
  readonly state?: CaseState;
  /** That a delivery of the current version is in this state. */
  readonly delivery?: DeliveryState;
  /** Changed at this time or later, milliseconds since 1970. */
  readonly changedSince?: number;
}

/** Reads a case by its number, in any spelling of upper and lower case. */
export async function readCase(store: Store, caseId: string): Promise<StoredCase | undefined> {
  return store.read(async (reader) => {
    const row = await selectCases(reader).where("caseKey", "=", caseKeyOf(caseId)).executeTakeFirst();
    if (!row) return undefined;
    const [found] = await withDeliveries(reader, [row]);
    return found;
  });
}

/**
 * Lists cases in the order of their first submission.
 *
 * @param after the `id` of the last one of the page before, 0 for the first page
 * @param limit 1–1000
 * @returns the page, and where the next one begins if there is more
 */
export async function listCases(
  store: Store,
  filter: CaseFilter,
  after: number,
  limit: number,
): Promise<{ readonly cases: readonly StoredCase[]; readonly next?: number }> {
  return store.read(async (reader) => {
    const { state, delivery, changedSince } = filter;
    const rows = await selectCases(reader)
      .where("cases.id", ">", after)
      .$if(state !== undefined, (query) => query.where("cases.state", "=", state as CaseState))
      .$if(changedSince !== undefined, (query) => query.where("cases.changedAt", ">=", changedSince as number))
      .$if(delivery !== undefined, (query) =>
        query.where((eb) =>
          eb.exists(
            eb
              .selectFrom("deliveries as d")
              .select("d.id")
              .whereRef("d.caseKey", "=", "cases.caseKey")
              .whereRef("d.version", "=", "cases.version")
              .where("d.state", "=", delivery as DeliveryState),
          ),
        ),
      )
      .orderBy("cases.id")
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const cases = await withDeliveries(reader, page);
    return { cases, ...(rows.length > limit && last && { next: last.id }) };
  });
}

/** Every version of a case, the first one first; empty when there is no such case. */
export async function readHistory(store: Store, caseId: string): Promise<readonly StoredVersionInfo[]> {
  return store.read(async (reader) => {
    const caseKey = caseKeyOf(caseId);
    const versions = await reader
      .selectFrom("caseVersions")
      .select(["version", "cause", "contentHash", "actor", "software", "createdAt"])
      .where("caseKey", "=", caseKey)
      .orderBy("version")
      .execute();
    const deliveries = await selectDeliveries(reader).where("caseKey", "=", caseKey).execute();
    return versions.map((version) => ({
      ...version,
      deliveries: deliveries.filter((delivery) => delivery.version === version.version).map(toDelivery),
    }));
  });
}

/** One version of a case with what it was made from and what was made of it. */
export interface StoredVersionContent {
  readonly version: number;
  readonly contentHash: string;
  readonly cause: VersionCause;
  /** As it was received; null for a withdrawal and after erasure or retention. */
  readonly document: string | null;
  /** JSON of the conformant bundle; null after erasure or retention. */
  readonly bundle: string | null;
}

/**
 * Reads a version's document and bundle.
 *
 * @param version the current one when it is left out
 */
export async function readVersion(
  store: Store,
  caseId: string,
  version?: number,
): Promise<StoredVersionContent | undefined> {
  const row = await store.read((reader) =>
    reader
      .selectFrom("caseVersions as v")
      .innerJoin("cases as c", "c.caseKey", "v.caseKey")
      .select(["v.version", "v.contentHash", "v.cause", "v.document", "v.bundle"])
      .where("v.caseKey", "=", caseKeyOf(caseId))
      .$if(version === undefined, (query) => query.whereRef("v.version", "=", "c.version"))
      .$if(version !== undefined, (query) => query.where("v.version", "=", version as number))
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  return { ...row, bundle: row.bundle && (await unpackBundle(row.bundle)) };
}

function selectCases(reader: Kysely<Tables>) {
  return reader
    .selectFrom("cases")
    .select(["id", "caseKey", "caseId", "caseSystem", "version", "state", "contentHash", "createdAt", "changedAt"]);
}

function selectDeliveries(reader: Kysely<Tables>) {
  return reader
    .selectFrom("deliveries")
    .select([
      "id",
      "caseKey",
      "destination",
      "version",
      "state",
      "attemptCount",
      "dueAt",
      "settledAt",
      "outcome",
      "reason",
    ])
    .orderBy("destination")
    .orderBy("id");
}

type CaseRowRead = Omit<Row<"cases">, "lane">;

async function withDeliveries(reader: Kysely<Tables>, rows: readonly CaseRowRead[]): Promise<readonly StoredCase[]> {
  if (rows.length === 0) return [];
  const deliveries = await selectDeliveries(reader)
    .where(
      "caseKey",
      "in",
      rows.map(({ caseKey }) => caseKey),
    )
    .execute();
  const byCase = Map.groupBy(deliveries, ({ caseKey }) => caseKey);
  return rows.map(({ id: _, caseKey, ...row }) => ({
    ...row,
    deliveries: (byCase.get(caseKey) ?? []).filter(({ version }) => version === row.version).map(toDelivery),
  }));
}

function toDelivery({ caseKey: _, ...delivery }: StoredDelivery & { readonly caseKey: string }): StoredDelivery {
  return delivery;
}
