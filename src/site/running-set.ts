import { Worker } from "node:worker_threads";
import type { SetCalls } from "./set-calls.ts";
import type { AnswerMessage, CallMessage, WorkerTask } from "./set-worker.ts";

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * A set in a thread of its own, since imported modules are never freed: they end with the thread.
 *
 * A thread that ends by itself fails the calls that it had, and the next call starts another one on the same set.
 */
export class RunningSet {
  readonly #folder: string | undefined;
  readonly #codeCache: string | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Promise<Worker> | undefined;
  #lastId = 0;
  #isClosing = false;
  #whenIdle: (() => void) | undefined;

  /**
   * @param folder of a compiled set; without it, the set of the build
   * @param codeCache where Node keeps what it makes of our own sources
   */
  constructor(folder?: string, codeCache?: string) {
    this.#folder = folder;
    this.#codeCache = codeCache;
  }

  /** Resolves when the modules of the set are loaded. */
  async start(): Promise<void> {
    await this.#open();
  }

  /** @throws Error when the thread fails: a fault of ours, or of a map that no check found */
  async call<Name extends keyof SetCalls>(
    name: Name,
    ...args: Parameters<SetCalls[Name]>
  ): Promise<ReturnType<SetCalls[Name]>> {
    if (this.#isClosing) throw new Error("The set was left.");
    const id = ++this.#lastId;
    // It counts as in flight from here, also while the thread starts.
    const { promise, resolve, reject } = Promise.withResolvers<ReturnType<SetCalls[Name]>>();
    this.#waiting.set(id, { resolve: resolve, reject });
    try {
      const worker = await this.#open();
      worker.postMessage({ id, name, args } satisfies CallMessage);
    } catch (error) {
      this.#settle(id)?.reject(error instanceof Error ? error : new Error(String(error)));
    }
    return promise;
  }

  /** Takes no further calls, waits for those in flight and ends the thread. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#waiting.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    const worker = await this.#worker?.catch(() => undefined);
    await worker?.terminate();
  }

  #open(): Promise<Worker> {
    this.#worker ??= this.#startThread();
    return this.#worker;
  }

  #startThread(): Promise<Worker> {
    const worker = startWorker({
      ...(this.#folder !== undefined && { folder: this.#folder }),
      ...(this.#codeCache !== undefined && { codeCache: this.#codeCache }),
    });
    const { promise, resolve, reject } = Promise.withResolvers<Worker>();
    const end = (cause: unknown): void => {
      const fault = new Error("The thread of the set ended.", { cause });
      if (!this.#isClosing) this.#worker = undefined;
      for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(fault);
      reject(fault);
    };
    worker.on("message", (message: AnswerMessage) => {
      if ("ready" in message) resolve(worker);
      else if ("fault" in message) {
        this.#settle(message.id)?.reject(new Error("The set failed.", { cause: message.fault }));
      } else this.#settle(message.id)?.resolve(message.value as never);
    });
    worker.once("error", end);
    worker.once("exit", end);
    return promise;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#whenIdle?.();
    return waiting;
  }
}

function startWorker(task: WorkerTask): Worker {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new Worker(new URL(`./set-worker.${ending}`, import.meta.url), { workerData: task, execArgv: [] });
}
