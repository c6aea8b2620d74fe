import type { CaseChange, CaseEffect } from "./case-change.ts";
import type { PackedChange } from "./packed-change.ts";
import { isNewVersion, packChange, saveBundles } from "./save-bundle.ts";
import type { Store } from "./store.ts";
import type { WriteOperation } from "./write-queue.ts";

/** One line of an NDJSON intake: a change and how its result is told, or the result of a line that was refused. */
export type IntakeLine = ResultPlace & (ChangeLine<CaseChange> | { readonly body: string });

interface ResultPlace {
  /** Names the intake, unique among all. */
  readonly intake: string;
  /** From 0, in the order of the lines. */
  readonly ordinal: number;
}

interface ChangeLine<Change> {
  readonly change: Change;
  /** Makes the result line, once it is known what the change came to. */
  readonly describe: (effect: CaseEffect) => string;
}

/**
 * Saves a line's case and its result in one commit, so that the answer can be read back at the reader's own pace.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function saveIntakeLine(store: Store, line: IntakeLine): Promise<void> {
  if (!("change" in line)) await store.write(saveResults, line);
  else if (isNewVersion(await store.write(saveLines, { ...line, change: await packChange(line.change) }))) {
    store.announceDeliverable();
  }
}

const saveLines: WriteOperation<ResultPlace & ChangeLine<PackedChange>, CaseEffect> = {
  async run(context, lines) {
    const effects = await saveBundles.run(
      context,
      lines.map(({ change }) => change),
    );
    const described = lines.map((line, index) => ({ ...line, body: line.describe(effects[index] as CaseEffect) }));
    await saveResults.run(context, described);
    return effects;
  },
};

const saveResults: WriteOperation<ResultPlace & { readonly body: string }, undefined> = {
  async run({ trx, now }, lines) {
    const rows = lines.map(({ intake, ordinal, body }) => ({ intake, ordinal, body, createdAt: now }));
    await trx.insertInto("intakeResults").values(rows).execute();
    return lines.map(() => undefined);
  },
};

/**
 * Reads result lines in order.
 *
 * @param from the first ordinal to read
 * @returns at most `limit`, without a gap
 */
export async function readIntakeResults(
  store: Store,
  intake: string,
  from: number,
  limit: number,
): Promise<readonly string[]> {
  const rows = await store.read((reader) =>
    reader
      .selectFrom("intakeResults")
      .select(["ordinal", "body"])
      .where("intake", "=", intake)
      .where("ordinal", ">=", from)
      .orderBy("ordinal")
      .limit(limit)
      .execute(),
  );
  const gap = rows.findIndex(({ ordinal }, index) => ordinal !== from + index);
  return (gap < 0 ? rows : rows.slice(0, gap)).map(({ body }) => body);
}

/** Deletes the result lines below an ordinal, which were sent. */
export async function dropIntakeResults(store: Store, intake: string, below: number): Promise<void> {
  await store.write(drops, { intake, below });
}

/** Deletes what intakes left that ended with their process, older than a time. */
export async function clearIntakeResults(store: Store, before: number): Promise<void> {
  await store.write(clearances, before);
}

const drops: WriteOperation<{ readonly intake: string; readonly below: number }, undefined> = {
  async run({ trx }, inputs) {
    for (const { intake, below } of inputs) {
      await trx.deleteFrom("intakeResults").where("intake", "=", intake).where("ordinal", "<", below).execute();
    }
    return inputs.map(() => undefined);
  },
};

const clearances: WriteOperation<number, undefined> = {
  async run({ trx }, inputs) {
    for (const before of inputs) await trx.deleteFrom("intakeResults").where("createdAt", "<", before).execute();
    return inputs.map(() => undefined);
  },
};
