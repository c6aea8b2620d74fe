import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, createWriteStream, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listCases, type ListedCase } from "../../../scripts/chaos/client.ts";
import type { Strategy } from "../../../src/delivery/index.ts";
import { packageFile } from "../../../src/system/index.ts";
import { killedAtExit } from "../harness/index.ts";

const KYPHO = packageFile("src/cli/kypho.js");
/** As the settings file names the server. */
export const DESTINATION = "server";

/** How an adapter is set up. */
export interface AdapterOptions {
  /** A folder of its own. */
  readonly folder: string;
  readonly baseUrl: string;
  readonly strategy: Strategy;
  /** The folder of an adapter whose ids this one gives too, as it is after a restore. */
  readonly idsOf?: string;
  /** PostgreSQL, for several adapters that share the work; SQLite without it. */
  readonly databaseUrl?: string;
  /** How many times faster the delivery's waits go by. */
  readonly hurry?: number;
}

/** `kypho serve` with one destination, as a process of its own. */
export interface Adapter {
  readonly url: string;
  kill(): Promise<void>;
  /** @throws Error unless it ends with 0 */
  stop(): Promise<void>;
}

/** Starts an adapter. @throws Error when it ends before it listens */
export async function startAdapter(options: AdapterOptions): Promise<Adapter> {
  const { folder, idsOf, databaseUrl, hurry } = options;
  mkdirSync(folder, { recursive: true });
  if (idsOf !== undefined && existsSync(join(idsOf, "destinations")))
    cpSync(join(idsOf, "destinations"), join(folder, "destinations"), { recursive: true });
  const child = killedAtExit(
    spawn(process.execPath, [KYPHO, "serve", "--port", "0", "--config", writeSettings(options)], {
      env: {
        ...process.env,
        KYPHO_DATA: folder,
        ...(databaseUrl !== undefined && { KYPHO_DATABASE_URL: databaseUrl }),
        ...(hurry !== undefined && { KYPHO_HURRY: String(hurry) }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  const log = join(folder, "adapter.log");
  child.stderr.pipe(createWriteStream(log, { flags: "a" }));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      const found = /listens on (\S+)/.exec(text.toString())?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`the adapter ended before it listened: see ${log}`)));
  });
  return {
    url: await url,
    kill: async () => {
      await end(child, "SIGKILL");
    },
    stop: async () => {
      const code = await end(child, "SIGTERM");
      if (code !== 0) throw new Error(`an adapter ended with ${code ?? "a signal"}: see ${log}`);
    },
  };
}

/** Writes the settings of an adapter. @returns the file */
export function writeSettings({ folder, baseUrl, strategy }: AdapterOptions): string {
  const file = join(folder, "settings.yaml");
  // A machine that is busy with all these programs is no reason to take no cases.
  const settings = {
    destinations: [{ name: DESTINATION, baseUrl, strategy, allowsTestData: true }],
    limits: { maxEventLoopDelayMs: 60_000 },
  };
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}

/** Submits cases as NDJSON. @throws Error when one is not taken */
export async function submit({ url }: Adapter, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/cases`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: lines.map((line) => `${line}\n`).join(""),
  });
  const results = (await response.text()).trimEnd().split("\n");
  const refused = results.filter((result) => !/"status":20[01]/.test(result));
  if (response.status !== 200 || refused.length > 0 || results.length !== lines.length)
    throw new Error(`cases were answered with ${response.status}: ${refused[0] ?? ""}`);
}

/** Asks for the next version of a case, or without a document for its withdrawal. @throws Error when it is refused */
export async function change({ url }: Adapter, caseId: string, document?: string): Promise<void> {
  const asked = document === undefined ? { method: "DELETE" } : { method: "PUT", body: document };
  const headers = { "if-match": "*", ...(document !== undefined && { "content-type": "application/json" }) };
  const response = await fetch(`${url}/cases/${caseId}`, { ...asked, headers });
  if (response.status !== 200)
    throw new Error(`${caseId} was answered with ${response.status}: ${await response.text()}`);
}

/**
 * Waits until what was submitted is delivered, or somebody would have to act.
 *
 * @returns cases that were not delivered, each with the state of its deliveries
 */
export async function whenDelivered({ url }: Adapter): Promise<readonly string[]> {
  for (;;) {
    const cases = (await listCases(url)) ?? [];
    const open = cases.filter(({ deliveries }) => deliveries.some(({ state }) => state !== "delivered"));
    const isWaiting = open.some(({ deliveries }) => deliveries.some(({ state }) => /pending|leased/.test(state)));
    if (cases.length > 0 && !isWaiting) return open.map(toLine);
    await sleep(200);
  }
}

function toLine({ caseId, deliveries }: ListedCase): string {
  return `${caseId}: ${deliveries.map(({ state }) => state).join(", ")}`;
}

/** Waits until a share of the cases is delivered. */
export async function untilShareDelivered({ url }: Adapter, share: number): Promise<void> {
  for (;;) {
    const cases = (await listCases(url)) ?? [];
    const done = cases.filter(({ deliveries }) => deliveries.every(({ state }) => state === "delivered"));
    if (cases.length > 0 && done.length >= share * cases.length) return;
    await sleep(50);
  }
}
