import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { killedAtExit } from "../../test/interop/harness/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const KYPHO = join(ROOT, "src/cli/kypho.js");

/** A `kypho serve` that is started again whenever it was killed, at the same address. */
export interface Replica {
  readonly url: string;
  /** Resolves when it listens. */
  ready(): Promise<void>;
  kill(): Promise<void>;
  readonly isHalted: boolean;
  /** Halts it for so long, as a machine does that sleeps or swaps. */
  halt(ms: number): Promise<void>;
  /** Ends it for good, as an administrator does. @returns the exit code */
  stop(): Promise<number | null>;
  /** Ends it for good, at once. */
  end(): void;
}

/** Starts a replica, whose log lines go to a file. */
export async function startReplica(environment: Readonly<Record<string, string>>, logFile: string): Promise<Replica> {
  const port = await freePort();
  const log = createWriteStream(logFile, { flags: "a" });
  let child: ChildProcess;
  let listening = Promise.withResolvers<undefined>();
  let isListening = false;
  let isStopped = false;
  let isHalted = false;
  const start = (): void => {
    const args = [KYPHO, "serve", "--port", String(port)];
    const env = { ...process.env, ...environment };
    const started = killedAtExit(spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] }));
    child = started;
    started.stderr.pipe(log, { end: false });
    started.stdout.on("data", (text: Buffer) => {
      if (!text.includes("listens on")) return;
      isListening = true;
      listening.resolve(undefined);
    });
    started.once("exit", () => {
      if (isListening) listening = Promise.withResolvers();
      isListening = false;
      // One that could not start, since its database is down, is started again too, as a supervisor would.
      if (!isStopped) setTimeout(start, 200);
    });
  };
  start();
  const ready = async (): Promise<void> => {
    while (!isListening) await listening.promise;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    ready,
    get isHalted() {
      return isHalted;
    },
    async kill() {
      await ready();
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
    async halt(ms) {
      isHalted = true;
      child.kill("SIGSTOP");
      await sleep(ms);
      child.kill("SIGCONT");
      isHalted = false;
    },
    async stop() {
      await ready();
      isStopped = true;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      return code;
    },
    end() {
      isStopped = true;
      child.kill("SIGKILL");
      log.end();
    },
  };
}

/** The faulty server's process. */
export async function startFaultyServer(args: readonly string[]): Promise<{ readonly url: string; stop(): void }> {
  const script = join(import.meta.dirname, "faulty-server.ts");
  const child = killedAtExit(spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] }));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      const found = /listens on (\S+)/.exec(text.toString())?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error("The faulty server ended before it listened.")));
  });
  return { url, stop: () => void child.kill("SIGKILL") };
}

/** Whether `kypho audit verify` finds the chain whole. */
export function isAuditValid(environment: Readonly<Record<string, string>>): boolean {
  const { status } = spawnSync(process.execPath, [KYPHO, "audit", "verify"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
