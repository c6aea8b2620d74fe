import { once } from "node:events";
import { createInterface } from "node:readline";
import { startChild, type Child } from "./child-processes.ts";
import type { JavaHarness } from "./java-harness.ts";

/** A program that answers lines: one JSON request in, one JSON answer out, in order. */
export interface LineProgram {
  /** The answer as text, so that decimals keep their digits. @throws Error when the program ends without it */
  readonly ask: (request: object) => Promise<string>;
  /** Lets the program end. */
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the validator or the transform engine; it reads its definitions while the first request waits. */
export function startLineProgram(
  { command, logFolder }: JavaHarness,
  program: "validator" | "transform",
  options: readonly string[],
): LineProgram {
  const { child, logFile } = startChild(command(program), options, logFolder);
  const waiting: Waiting[] = [];
  const ended = whenEnded(child);
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  let failure: Error | undefined;
  void ended.then((how) => {
    failure = new Error(`the ${program} ended with ${how}: see ${logFile}`);
    for (const { reject } of waiting.splice(0)) reject(failure);
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** How it ended; a command that cannot be started has an error and no exit. */
async function whenEnded(child: Child): Promise<string> {
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code === null ? "a signal" : String(code);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
