/**
 * Puts the corpus of hostile documents to a running service and prints the status and time of each answer, how long the
 * service's event loop was held, and how its memory grew. `npm run hostile`; ends with 1 where one is not as
 * delivery promises: 4xx in under 50 ms, no hold over 100 ms, at most 50 MB more.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostileDocuments } from "../test/support/hostile.ts";

const ROUNDS = 5;
const MAX_MS = 50;
const MAX_HELD_MS = 100;
const MAX_GROWTH_BYTES = 50_000_000;
const PATHS = ["/cases", "/map", "/extract", "/fhir/Patient/$validate"];

const folder = mkdtempSync(join(tmpdir(), "kypho-hostile-"));
const command = join(import.meta.dirname, "../src/cli/kypho.js");
const service = spawn(process.execPath, [command, "serve", "--port", "0"], {
  env: { ...process.env, KYPHO_DATA: folder },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  process.exitCode = (await run(await addressOf())) ? 0 : 1;
} finally {
  service.kill("SIGTERM");
  await new Promise((resolve) => service.once("exit", resolve));
  rmSync(folder, { recursive: true });
}

function addressOf(): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    service.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const url = /listens on (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    service.once("exit", () => reject(new Error("The service did not start.")));
  });
}

async function run(url: string): Promise<boolean> {
  const documents = hostileDocuments();
  // Once to warm up: a start's compiling is nobody's attack.
  for (const path of PATHS) for (const document of documents) await send(url + path, document);
  const before = residentBytes();
  const heldFrom = await maxLagMs(url);
  let isGood = true;
  for (const path of PATHS) {
    for (const document of documents) {
      const answers = [];
      for (let round = 0; round < ROUNDS; round++) answers.push(await send(url + path, document));
      const ms = Math.min(...answers.map((answer) => answer.ms));
      const status = answers[0]?.status ?? 0;
      const isFine = status >= 400 && status < 500 && ms < MAX_MS;
      isGood &&= isFine;
      console.log(`${isFine ? "ok  " : "FAIL"} ${status} ${ms.toFixed(1).padStart(7)} ms  ${path}  ${document.name}`);
    }
  }
  const held = await maxLagMs(url);
  const growth = residentBytes() - before;
  console.log(
    `\nlongest hold of the event loop, of one read of the figures: ${held.toFixed(0)} ms (before: ${heldFrom.toFixed(0)} ms)`,
  );
  console.log(
    `memory: ${(growth / 1e6).toFixed(1)} MB more after ${ROUNDS * PATHS.length * documents.length} documents`,
  );
  return isGood && held < MAX_HELD_MS && growth < MAX_GROWTH_BYTES;
}

async function send(
  url: string,
  { body, encoding }: ReturnType<typeof hostileDocuments>[number],
): Promise<{ status: number; ms: number }> {
  const headers = { "content-type": "application/json", ...(encoding && { "content-encoding": encoding }) };
  const startedAt = performance.now();
  const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - startedAt };
}

/** As the service's own figures say, since they were read last. */
async function maxLagMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]) * 1000;
}

function residentBytes(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, "utf8"))?.[1]) * 1024;
}
