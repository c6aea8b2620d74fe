import type { Kysely } from "kysely";
import type { DatabaseKind } from "./database-kind.ts";
import type { Tables } from "./tables.ts";
import type { FailureKind, WriteContext } from "./write-queue.ts";

/** What differs between the databases. */
export interface StoreConnection {
  readonly kind: DatabaseKind;
  readonly reader: Kysely<Tables>;
  /** Absent where the store was opened for reading. */
  readonly writer?: Kysely<Tables>;
  /** Runs work in a transaction, with the audit rows that it leaves, and resolves once all is on disk. */
  commit(work: (context: WriteContext) => Promise<void>): Promise<void>;
  /** Trouble of the world as a StoreFault; every other error as it is. */
  readonly readFault: (error: unknown) => unknown;
  readonly judge: (error: unknown) => FailureKind;
  /** Copies what is committed into a new SQLite file, while others write. */
  copyTo(target: string): Promise<void>;
  /** Sees to it that deleted rows are nowhere in the files any more, as far as the database allows. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}
