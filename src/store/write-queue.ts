import type { Transaction } from "kysely";
import type { AuditEntry } from "./audit-chain.ts";
import type { DatabaseKind } from "./database-kind.ts";
import type { Tables } from "./tables.ts";

/** What a write stands on: one transaction with whatever else waits. */
export interface WriteContext {
  readonly trx: Transaction<Tables>;
  readonly kind: DatabaseKind;
  /** The store's clock, milliseconds since 1970. */
  readonly now: number;
  /** Adds a row to the audit chain, in this commit. */
  audit(entry: AuditEntry): void;
}

/** A kind of write that can be done for many inputs in a few statements. */
export interface WriteOperation<Input, Output> {
  /** How long one may wait for others to share its commit, milliseconds; at once where there is none. */
  readonly patienceMs?: number;
  /**
   * Answers the inputs in order. It may be run again from the start, in another transaction, so it must keep nothing
   * between runs.
   */
  run(context: WriteContext, inputs: readonly Input[]): Promise<readonly Output[]>;
}

/** Writes of one process, one commit after the other. */
export interface WriteQueue {
  /** Resolves once the commit is on disk. */
  write<Input, Output>(operation: WriteOperation<Input, Output>, input: Input): Promise<Output>;
  /** Refuses further writes and waits for those that were taken. */
  close(): Promise<void>;
}

/** How a failed commit is dealt with: its writes are refused, done one by one, or done again. */
export type FailureKind = "refuse" | "split" | "again";

interface Entry {
  readonly operation: WriteOperation<unknown, unknown>;
  readonly input: unknown;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// Beyond some dozens a commit gets slower and no cheaper (measured: 10 a commit double the rate of one, 50 triple it).
const MAX_WRITES = 64;
const MAX_TRIES = 5;

/**
 * Makes the queue: each commit takes all writes that wait, since the disk's answer costs the same for one and for many.
 *
 * One that fails spoils only itself: its companions are written without it.
 *
 * @param commit runs work in a transaction and resolves once it is on disk
 * @param judge  says what a failure means
 */
export function createWriteQueue(
  commit: (work: (context: WriteContext) => Promise<void>) => Promise<void>,
  judge: (error: unknown) => FailureKind,
): WriteQueue {
  const waiting: Entry[] = [];
  let draining: Promise<void> | undefined;
  let patience: NodeJS.Timeout | undefined;
  let closed = false;

  const begin = (): void => {
    clearTimeout(patience);
    patience = undefined;
    draining ??= drain();
  };

  const drain = async (): Promise<void> => {
    // One turn of the event loop, so that all requests that it brings share a commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await writeTogether(waiting.splice(0, MAX_WRITES));
    draining = undefined;
  };

  const writeTogether = async (entries: readonly Entry[], tries = 1): Promise<void> => {
    const outputs = new Map<Entry, unknown>();
    try {
      await commit(async (context) => {
        outputs.clear();
        for (const [operation, sharing] of Map.groupBy(entries, (entry) => entry.operation)) {
          const answers = await operation.run(
            context,
            sharing.map(({ input }) => input),
          );
          sharing.forEach((entry, index) => outputs.set(entry, answers[index]));
        }
      });
    } catch (error) {
      await recover(entries, error, tries);
      return;
    }
    for (const entry of entries) entry.resolve(outputs.get(entry));
  };

  const recover = async (entries: readonly Entry[], error: unknown, tries: number): Promise<void> => {
    const kind = judge(error);
    if (kind === "again" && tries < MAX_TRIES) await writeTogether(entries, tries + 1);
    else if (kind === "refuse" || entries.length === 1) for (const { reject } of entries) reject(error);
    else for (const entry of entries) await writeTogether([entry]);
  };

  return {
    write: (operation, input) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error("The store was written to after it was closed."));
          return;
        }
        waiting.push({ operation, input, resolve, reject } as Entry);
        if (operation.patienceMs === undefined) begin();
        else if (!draining) patience ??= setTimeout(begin, operation.patienceMs);
      }),
    async close() {
      closed = true;
      begin();
      await draining;
    },
  };
}
