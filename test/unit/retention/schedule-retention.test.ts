import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { scheduleRetention } from "../../../src/schedule-retention.ts";
import { openStore, readCase, saveBundle, StoreFault, type Store } from "../../../src/store/index.ts";
import { submission } from "../store/changes.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse("2024-05-01T10:00:00Z");

let folder: string;
let store: Store;
let logged: string[];
let isThere: (caseId: string) => Promise<boolean>;
const log = (event: string, fields?: Readonly<Record<string, unknown>>) =>
  logged.push(`${event} ${String(fields?.["count"] ?? fields?.["code"])}`);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: START });
  folder = mkdtempSync(join(tmpdir(), "kypho-retention-"));
  store = await openStore({ dataFolder: folder, access: "serve", clock: Date.now });
  logged = [];
  isThere = async (caseId) => (await readCase(store, caseId)) !== undefined;
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A case that goes nowhere, so that nothing of it is still to be delivered. */
const keep = (caseId: string) => saveBundle(store, { ...submission({ caseId }), destinations: [] });

it("removes what the policy lets go at the start and once a day, and nothing before its time", async () => {
  await keep("old");
  vi.setSystemTime(START + 30 * DAY_MS);
  await keep("young");
  const end = scheduleRetention(store, { caseDays: 29 }, log);
  await vi.waitFor(() => expect(logged).toEqual(["retention-applied 1"]));
  expect([await isThere("old"), await isThere("young")]).toEqual([false, true]);
  vi.advanceTimersByTime(28 * DAY_MS);
  await vi.waitFor(() => expect(logged).toHaveLength(29));
  expect(await isThere("young")).toBe(true);
  vi.advanceTimersByTime(2 * DAY_MS);
  await vi.waitFor(() => expect(logged).toHaveLength(31));
  expect(await isThere("young")).toBe(false);
  await end();
  vi.advanceTimersByTime(5 * DAY_MS);
  expect(logged).toHaveLength(31);
});

it("removes nothing without a policy", async () => {
  await keep("old");
  vi.setSystemTime(START + 9_999 * DAY_MS);
  await scheduleRetention(store, undefined, log)();
  expect([await isThere("old"), logged]).toEqual([true, []]);
});

it("goes on the day after the store was in trouble", async () => {
  const write = vi.spyOn(store, "write").mockRejectedValueOnce(new StoreFault("store/busy", "Busy."));
  const end = scheduleRetention(store, { caseDays: 1 }, log);
  await vi.waitFor(() => expect(logged).toEqual(["store-fault store/busy"]));
  write.mockRestore();
  vi.advanceTimersByTime(DAY_MS);
  await vi.waitFor(() => expect(logged).toEqual(["store-fault store/busy", "retention-applied 0"]));
  await end();
});
