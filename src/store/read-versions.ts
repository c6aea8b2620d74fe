import { unpackBundle } from "./packed-bundle.ts";
import type { Store } from "./store.ts";

/** A version with all that was kept of it. */
export interface KeptVersion {
  readonly caseId: string;
  readonly caseSystem: string;
  readonly version: number;
  readonly isCurrent: boolean;
  readonly contentHash: string;
  readonly document: string | null;
  /** JSON of the conformant bundle. */
  readonly bundle: string | null;
}

const PAGE = 100;

/** Reads every version of every case, in the order of first submission, a page at a time. */
export async function* readAllVersions(store: Store): AsyncGenerator<KeptVersion> {
  let last = { id: 0, version: 0 };
  for (;;) {
    const { id, version } = last;
    const rows = await store.read((reader) =>
      reader
        .selectFrom("caseVersions as v")
        .innerJoin("cases as c", "c.caseKey", "v.caseKey")
        .select(["c.id", "c.caseId", "c.caseSystem", "c.version as current"])
        .select(["v.version", "v.contentHash", "v.document", "v.bundle"])
        .where((eb) => eb.or([eb("c.id", ">", id), eb.and([eb("c.id", "=", id), eb("v.version", ">", version)])]))
        .orderBy("c.id")
        .orderBy("v.version")
        .limit(PAGE)
        .execute(),
    );
    for (const { id: _, current, bundle, ...row } of rows) {
      yield { ...row, isCurrent: row.version === current, bundle: bundle && (await unpackBundle(bundle)) };
    }
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return;
    last = end;
  }
}
