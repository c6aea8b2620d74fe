import { auditHash, CHAIN_START, type ChainEnd } from "./audit-chain.ts";
import type { Store } from "./store.ts";

/** The end of one audit chain; kept elsewhere, it shows later that nothing was cut off. */
export interface AuditAnchor extends ChainEnd {
  readonly chain: number;
}

/** Where an audit chain is not what was written. */
export interface AuditBreak {
  readonly chain: number;
  readonly seq: number;
  /**
   * - `changed`: the row is not the one that its hash was made of
   * - `unlinked`: the row before it is another one than when it was written
   * - `missing`: a row is not there
   * - `cut`: an anchor's row is not there, or another one
   */
  readonly kind: "changed" | "unlinked" | "missing" | "cut";
}

/** What a check of the audit found. */
export interface AuditReport {
  readonly rowCount: number;
  /** The end of each chain, the anchors of the next check. */
  readonly anchors: readonly AuditAnchor[];
  /** At most one a chain: after a break, nothing of it can be told. */
  readonly breaks: readonly AuditBreak[];
}

const PAGE = 5000;

/**
 * Checks every audit chain from its beginning: that no row was changed, deleted, inserted or moved.
 *
 * What was cut off at an end shows by anchors alone, which an earlier check gave and which were kept out of reach.
 */
export async function verifyAudit(store: Store, anchors: readonly AuditAnchor[] = []): Promise<AuditReport> {
  const chains = await store.read((reader) =>
    reader.selectFrom("audit").select("chain").distinct().orderBy("chain").execute(),
  );
  const checked = await Promise.all(
    chains.map(({ chain }) =>
      verifyChain(
        store,
        chain,
        anchors.filter((anchor) => anchor.chain === chain),
      ),
    ),
  );
  const known = new Set(chains.map(({ chain }) => chain));
  const lost = anchors.filter(({ chain, seq }) => seq > 0 && !known.has(chain));
  return {
    rowCount: checked.reduce((sum, { rowCount }) => sum + rowCount, 0),
    anchors: checked.map(({ end }) => end),
    breaks: [
      ...checked.flatMap(({ broken }) => broken ?? []),
      ...lost.map(({ chain, seq }) => ({ chain, seq, kind: "cut" as const })),
    ],
  };
}

/** The ends of all chains as they are now, without a check. */
export async function readAuditAnchors(store: Store): Promise<readonly AuditAnchor[]> {
  return store.read((reader) =>
    reader
      .selectFrom("audit as a")
      .select(["a.chain", "a.seq", "a.hash"])
      .where("a.seq", "=", (eb) =>
        eb
          .selectFrom("audit as b")
          .select(({ fn }) => fn.max("b.seq").as("last"))
          .whereRef("b.chain", "=", "a.chain"),
      )
      .orderBy("a.chain")
      .execute(),
  );
}

interface CheckedChain {
  readonly rowCount: number;
  readonly end: AuditAnchor;
  readonly broken?: AuditBreak;
}

async function verifyChain(store: Store, chain: number, anchors: readonly AuditAnchor[]): Promise<CheckedChain> {
  const expected = new Map(anchors.map(({ seq, hash }) => [seq, hash]));
  let end: ChainEnd = CHAIN_START;
  let rowCount = 0;
  const finish = (kind?: AuditBreak["kind"], seq = end.seq): CheckedChain => ({
    rowCount,
    end: { chain, ...end },
    ...(kind && { broken: { chain, seq, kind } }),
  });
  for (;;) {
    const rows = await store.read((reader) =>
      reader
        .selectFrom("audit")
        .selectAll()
        .where("chain", "=", chain)
        .where("seq", ">", end.seq)
        .orderBy("seq")
        .limit(PAGE)
        .execute(),
    );
    for (const { hash, ...row } of rows) {
      if (row.seq !== end.seq + 1) return finish("missing", end.seq + 1);
      if (row.previousHash !== end.hash) return finish("unlinked", row.seq);
      if (auditHash(row) !== hash) return finish("changed", row.seq);
      if (expected.has(row.seq) && expected.get(row.seq) !== hash) return finish("cut", row.seq);
      end = { seq: row.seq, hash };
      rowCount++;
    }
    if (rows.length < PAGE) break;
  }
  const beyond = anchors.find(({ seq }) => seq > end.seq);
  return beyond ? finish("cut", beyond.seq) : finish();
}
