import { hash } from "node:crypto";
import type { Row, Tables } from "./tables.ts";
import type { Transaction } from "kysely";

/** Something that somebody did, as it goes into the audit: ids, hashes, counts and codes, never content of a case. */
export interface AuditEntry {
  /** The caller's id, or a word in parentheses for the service itself. */
  readonly actor: string;
  /** What was done, `case-submitted` and the like. */
  readonly action: string;
  /** On what: a case number, a destination, a file's name. */
  readonly target: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** The end of a chain: the row that the next one is linked to. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** What a chain begins with in place of a row's hash. */
export const CHAIN_START: ChainEnd = { seq: 0, hash: "0".repeat(64) };

/** The hash of a row: SHA-256 over the previous hash and every column, as a JSON list, hex. */
export function auditHash(row: Omit<Row<"audit">, "hash">): string {
  const { previousHash, chain, seq, at, actor, action, target, detail } = row;
  return hash("sha256", JSON.stringify([previousHash, chain, seq, at, actor, action, target, detail]), "hex");
}

/** Links entries to the end of a chain, in order. */
export function linkRows(
  chain: number,
  end: ChainEnd,
  at: number,
  entries: readonly AuditEntry[],
): readonly Row<"audit">[] {
  let { seq, hash: previousHash } = end;
  return entries.map(({ actor, action, target, detail = {} }) => {
    seq++;
    const row = { chain, seq, at, actor, action, target, detail: JSON.stringify(detail), previousHash };
    previousHash = auditHash(row);
    return { ...row, hash: previousHash };
  });
}

/** Adds entries to a chain; two writers that would both add at its end collide on the row's key, and one fails. */
export async function appendAudit(
  trx: Transaction<Tables>,
  chain: number,
  at: number,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const end = await trx
    .selectFrom("audit")
    .select(["seq", "hash"])
    .where("chain", "=", chain)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  await trx
    .insertInto("audit")
    .values([...linkRows(chain, end ?? CHAIN_START, at, entries)])
    .execute();
}
