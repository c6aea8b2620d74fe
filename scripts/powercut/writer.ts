/**
 * The process whose writes are traced: it stores cases, revises some, settles deliveries, and says on standard output
 * what the store has acknowledged. `node writer.ts FOLDER CASES full|normal`; `normal` is a store that leaves the WAL
 * unsynced, as SQLite does with `synchronous=NORMAL`.
 */
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { reviseCase, submitCase, type Intake } from "../../src/intake/index.ts";
import { claimDeliveries, openStore, settleDelivery } from "../../src/store/index.ts";

const [folder = "", count = "0", synchronous = "full"] = process.argv.slice(2);
if (synchronous !== "full") {
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql.replace("synchronous = full", `synchronous = ${synchronous}`));
  };
}
const template = JSON.parse(readFileSync(join(import.meta.dirname, "../../examples/typical.json"), "utf8")) as object;
const store = await openStore({ dataFolder: folder, access: "serve" });
const intake: Intake = { store, software: "0", destinations: ["one"], now: () => new Date() };
const documentOf = (caseId: string, more: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ ...template, caseId, ...more }));
/** Written at once by this thread, so that it stands in the trace where the caller would have been answered. */
const acknowledge = (caseId: string, version: number): void => {
  writeSync(1, `ACK ${caseId} ${version}\n`);
};

for (let number = 0; number < Number(count); number += 4) {
  // Four at once share a commit.
  await Promise.all(
    [0, 1, 2, 3].map(async (step) => {
      const caseId = `Cut-${number + step}`;
      const answer = await submitCase(intake, documentOf(caseId), { actor: "powercut" });
      if (answer.outcome === "stored") acknowledge(caseId, answer.version);
    }),
  );
  if (number % 3 === 0) {
    const caseId = `Cut-${number}`;
    const document = documentOf(caseId, { recordedAt: "2030-01-01T00:00:00Z" });
    const answer = await reviseCase(intake, caseId, document, 1, { actor: "powercut" });
    if (answer.outcome === "stored") acknowledge(caseId, answer.version);
  }
  const [delivery] = await claimDeliveries(store, { destination: "one", owner: "w", limit: 1, leaseMs: 60_000 });
  if (delivery) await settleDelivery(store, { id: delivery.id, fence: delivery.fence, state: "delivered" });
}
await store.close();
