import { SingleBar } from "cli-progress";
import type { Input } from "./input.ts";

/** Counts what is done and shows a bar on standard error. */
export interface Progress {
  /** Bytes that went past, with a bar that knows the whole size. */
  watch(input: Input): Input;
  advance(): void;
  close(): void;
}

const SHOW_AFTER_MS = 1000;

/** A bar that appears when standard error is a terminal and the work has lasted for a second. */
export function openProgress(unit: string): Progress {
  const startedAt = Date.now();
  let done = 0;
  let seen = 0;
  let size: number | undefined;
  let bar: SingleBar | undefined;

  const show = (): void => {
    if (!process.stderr.isTTY || Date.now() - startedAt < SHOW_AFTER_MS) return;
    if (!bar) {
      const format = size === undefined ? `{done} ${unit}` : `[{bar}] {percentage} %  {done} ${unit}`;
      bar = new SingleBar({ stream: process.stderr, clearOnComplete: true, hideCursor: true, format });
      bar.start(size ?? 1, 0, { done: 0 });
    }
    bar.update(size === undefined ? 0 : Math.min(seen, size), { done });
  };

  return {
    watch: (input) => {
      size = input.size;
      const bytes = (async function* () {
        for await (const chunk of input.bytes) {
          seen += chunk.length;
          yield chunk;
        }
      })();
      return { ...input, bytes };
    },
    advance: () => {
      done++;
      show();
    },
    close: () => bar?.stop(),
  };
}
