import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { basename, join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** A program of the harness that runs. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const running = new Set<ChildProcess>();

/** 128 and the signal's number, as shells report it. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Nothing outlives this process: children are killed when it ends, however it ends but by SIGKILL, and then the
 * programs see their standard input end.
 */
export function stopChildrenAtExit(): void {
  process.on("exit", () => {
    for (const child of running) child.kill("SIGKILL");
  });
  for (const [signal, code] of Object.entries(EXIT_CODES)) process.on(signal, () => process.exit(code));
}

/** Starts a program whose standard error goes to a file of its own in a folder. */
export function startChild(
  command: string,
  args: readonly string[],
  logFolder: string,
): { readonly child: Child; readonly logFile: string } {
  const child = killedAtExit(spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] }));
  const logFile = join(logFolder, `${basename(command)}-${child.pid ?? "not-started"}.log`);
  child.stderr.pipe(createWriteStream(logFile));
  child.stdin.on("error", () => undefined); // A program that died says so by its exit code.
  return { child, logFile };
}

/** Runs a program to its end and shows what it says. @throws Error unless it ends with 0 */
export async function runToEnd(command: string, args: readonly string[]): Promise<void> {
  const child = killedAtExit(spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] }));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code ?? "a signal"}`);
}

/** The same process, which will not outlive this one. */
export function killedAtExit<T extends ChildProcess>(child: T): T {
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}
