import type { CaseChange, CaseEffect } from "./case-change.ts";
import type { PackedChange } from "./packed-change.ts";
import { inGroups } from "./row-groups.ts";
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
 * Makes the function that saves the lines of one intake, each with its result in one commit, so that the answer can be
 * read back at the reader's own pace.
 *
 * Lines are made ready side by side and handed to the store in the order of the calls: of two that name one case, the
 * first is stored first.
 *
 * @returns resolves once the line is on disk, and throws StoreFault when it cannot be written
 */
export function createLineSaver(store: Store): (line: Promise<IntakeLine>) => Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();
  return async (line) => {
    const handing = Promise.all([packLine(store, line), turn]).then(([write]) => ({ written: write() }));
    // A line waits for the handing over of those before it and not for their commit, which it may share.
    turn = handing.catch(() => undefined);
    await (
      await handing
    ).written;
  };
}

/** Does all that needs no database, and gives what writes the line. */
async function packLine(store: Store, made: Promise<IntakeLine>): Promise<() => Promise<void>> {
  const line = await made;
  if (!("change" in line)) {
    return async () => {
      await store.write(saveResults, line);
    };
  }
  const packed = { ...line, change: await packChange(line.change) };
  return async () => {
    if (isNewVersion(await store.write(saveLines, packed))) store.announceDeliverable();
  };
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
  async run({ trx, kind, now }, lines) {
    const rows = lines.map(({ intake, ordinal, body }) => ({ intake, ordinal, body, createdAt: now }));
    for (const group of inGroups(kind, rows)) await trx.insertInto("intakeResults").values(group).execute();
    return lines.map(() => undefined);
  },
};

/** A stored result: its place among the lines of its intake, and its text. */
export interface IntakeResult {
  readonly ordinal: number;
  readonly body: string;
}

/**
 * Reads result lines in order.
 *
 * @param from  the first ordinal to read
 * @param until the first ordinal not to read
 * @returns at most `limit`
 */
export async function readIntakeResults(
  store: Store,
  intake: string,
  from: number,
  until: number,
  limit: number,
): Promise<readonly IntakeResult[]> {
  return store.read((reader) =>
    reader
      .selectFrom("intakeResults")
      .select(["ordinal", "body"])
      .where("intake", "=", intake)
      .where("ordinal", ">=", from)
      .where("ordinal", "<", until)
      .orderBy("ordinal")
      .limit(limit)
      .execute(),
  );
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
