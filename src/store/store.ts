import type { Kysely } from "kysely";
import type { DatabaseKind } from "./database-kind.ts";
import type { Tables } from "./tables.ts";
import type { WriteOperation } from "./write-queue.ts";

/**
 * An open store: what every function of this folder takes first.
 *
 * Its members are for this folder alone; others hand it on and close it.
 */
export interface Store {
  readonly kind: DatabaseKind;
  /** For reading; it sees what is committed, and waits for no write. */
  readonly reader: Kysely<Tables>;
  /** Resolves once the write is on disk. */
  write<Input, Output>(operation: WriteOperation<Input, Output>, input: Input): Promise<Output>;
  /** Runs a read, and tells trouble of the database as a StoreFault. */
  read<T>(work: (reader: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Called after each commit that left something to deliver; returns the end of it. */
  onDeliverable(listener: () => void): () => void;
  /** Tells the listeners, for what this process committed. */
  announceDeliverable(): void;
  /** Copies what is committed into a new SQLite file, while others write. */
  copyTo(target: string): Promise<void>;
  /** Sees to it that deleted rows are nowhere in the files any more, as far as the database allows. */
  scrub(): Promise<void>;
  /** Waits for the writes that were taken, then closes the database. */
  close(): Promise<void>;
}

/** Where a store lies and who opens it. */
export interface StoreOptions {
  /** Holds the SQLite database, and nothing of the store where `databaseUrl` is given. */
  readonly dataFolder: string;
  /** `postgres://…`; without it, SQLite in the data folder. */
  readonly databaseUrl?: string;
  /**
   * `serve` migrates and, on SQLite, keeps every other serving process out; `maintain` writes beside a serving process;
   * `read` writes nothing.
   */
  readonly access: "serve" | "maintain" | "read";
  /** Milliseconds since 1970, for SQLite; PostgreSQL asks its own clock, which all replicas share. */
  readonly clock?: () => number;
  /** Told of trouble that no caller waits for: a lost connection. */
  readonly onFault?: (fault: Error) => void;
}
