import { enableCompileCache, flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { answerBuildFrom } from "./answer-build.ts";
import type { SetCalls } from "./set-calls.ts";

/** What a thread of a site is started for. */
export interface WorkerTask {
  /** Of the compiled set; without it, the thread answers from the build. */
  readonly folder?: string;
  /** Where Node keeps what it makes of our own sources, so that the next thread starts in half of the time. */
  readonly codeCache?: string;
}

/** One call, and its answer by the same number. */
export interface CallMessage {
  readonly id: number;
  readonly name: keyof SetCalls;
  readonly args: readonly unknown[];
}
export type AnswerMessage =
  | { readonly ready: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: string };

const task = workerData as WorkerTask;
if (task.codeCache !== undefined) enableCompileCache(task.codeCache);
if (task.folder !== undefined) answerBuildFrom(task.folder);
// Imported only now, so that its modules are those of the set.
const { openSetCalls } = await import("./set-calls.ts");
const calls = await openSetCalls(task.folder);
parentPort?.on("message", ({ id, name, args }: CallMessage) => {
  const answer = (message: AnswerMessage) => parentPort?.postMessage(message);
  try {
    const table = calls as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
    answer({ id, value: table[name]?.(...args) });
  } catch (error) {
    answer({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
flushCompileCache();
parentPort?.postMessage({ ready: true } satisfies AnswerMessage);
