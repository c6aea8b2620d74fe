import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** A server in a process of its own, that printed its URL. */
export interface ServerProcess {
  readonly url: string;
  /** The most memory that it has had resident, bytes. */
  peakBytes(): number;
  /** The time that it has kept a core busy, milliseconds. */
  busyMs(): number;
  stop(): Promise<void>;
}

/** Starts a script of this folder that prints `listens on URL`. */
export function startScript(name: string, args: readonly string[]): Promise<ServerProcess> {
  return start(process.execPath, [join(import.meta.dirname, name), ...args], {});
}

/** Starts `kypho serve` as a user does, by this Node. */
export function startService(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const PATH = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  return start(join(ROOT, "src/cli/kypho.js"), ["serve", "--port", "0"], { ...environment, PATH });
}

async function start(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    url: await urlOf(child),
    peakBytes: () => peakOf(child.pid ?? 0),
    busyMs: () => busyMsOf(child.pid ?? 0),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function urlOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /listens on (\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    stdout?.once("end", () => reject(new Error("A server ended before it listened.")));
  });
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakOf(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

/** Linux counts in hundredths of a second; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICK_MS = 10;

function busyMsOf(pid: number): number {
  // After the name in parentheses, which may hold spaces, the times in user and kernel mode are the 12th and 13th.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
