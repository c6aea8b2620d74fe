import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createWriteQueue, type WriteContext, type WriteOperation } from "../../../src/store/write-queue.ts";

const PATIENCE_MS = 50;
/** What each commit wrote. */
let commits: string[][] = [];
const echo = (patienceMs?: number): WriteOperation<string, string> => ({
  ...(patienceMs !== undefined && { patienceMs }),
  run(_, inputs) {
    commits.at(-1)?.push(...inputs);
    return Promise.resolve(inputs);
  },
});
const patient = echo(PATIENCE_MS);
const urgent = echo();
const open = () =>
  createWriteQueue(
    async (work) => {
      commits.push([]);
      await work({} as WriteContext);
    },
    () => "refuse",
  );

beforeEach(() => {
  commits = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => void vi.useRealTimers());

it("lets a patient write share the commit of the next one that is not", async () => {
  const queue = open();
  await Promise.all([
    queue.write(patient, "settled"),
    queue.write(patient, "settled too"),
    queue.write(urgent, "claimed"),
  ]);
  expect(commits).toEqual([["settled", "settled too", "claimed"]]);
});

it("writes a patient one when its time is over", async () => {
  const queue = open();
  const written = queue.write(patient, "settled");
  await new Promise((resolve) => setImmediate(resolve));
  expect(commits).toEqual([]);
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(await written).toBe("settled");
});

it("writes what was patient when it is closed", async () => {
  const queue = open();
  const written = queue.write(patient, "settled");
  await queue.close();
  expect(await written).toBe("settled");
});
