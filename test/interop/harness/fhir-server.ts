import { once } from "node:events";
import { createInterface } from "node:readline";
import { startChild } from "./child-processes.ts";
import type { JavaHarness } from "./java-harness.ts";

/** HAPI's server, ready. */
export interface FhirServer {
  readonly baseUrl: string;
  /** Lets it end, and waits until it has. */
  readonly stop: () => Promise<void>;
}

/** How the server is set up; by default it takes anything that parses and keeps it in memory. */
export interface FhirServerOptions {
  /** Packages whose definitions it holds before it is ready. */
  readonly packages?: readonly string[];
  /** Refuses writes that break R4 or their profile. */
  readonly validateRequests?: boolean;
  /** Answers transactions with 501. */
  readonly refuseTransactions?: boolean;
  /** A file that keeps the data from one start to the next. */
  readonly database?: string;
}

/** Starts a server on a free port of 127.0.0.1. @throws Error when it ends before it is ready */
export async function startFhirServer(
  { command, logFolder }: JavaHarness,
  options: FhirServerOptions = {},
): Promise<FhirServer> {
  const { child, logFile } = startChild(command("server"), toArguments(options), logFolder);
  const ended = once(child, "exit");
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /^ready (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const first = await Promise.race([ready, ended]);
  if (typeof first !== "string") throw new Error(`the server ended before it was ready: see ${logFile}`);
  return {
    baseUrl: first,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function toArguments({ packages = [], validateRequests, refuseTransactions, database }: FhirServerOptions): string[] {
  return [
    ...["--port", "0", "--until-stdin-ends"],
    ...packages.flatMap((file) => ["--package", file]),
    ...(validateRequests === true ? ["--validate-requests"] : []),
    ...(refuseTransactions === true ? ["--no-transactions"] : []),
    ...(database === undefined ? [] : ["--database", database]),
  ];
}
