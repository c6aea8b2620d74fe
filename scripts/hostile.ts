/**
 * Puts the corpus of hostile documents to a running service and prints of each the status, how long the answer took and how
 * long the service's own thread was at work for it, and how its memory grew. `npm run hostile`; ends with 1 where one is not
 * as delivery promises: 4xx in under 50 ms, no hold of the event loop over 100 ms, at most 50 MB more. With `--statuses` only
 * the statuses are judged, as on a machine of unknown speed.
 *
 * Judged is the time at work, which other programs on the machine do not change: of an answer the least of some tries, of
 * the hold the longest of all, since the event loop can be held by a request for no longer than the thread works for it.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hostileDocuments } from "../test/support/hostile.ts";

const { statuses } = parseArgs({ options: { statuses: { type: "boolean", default: false } } }).values;

const ROUNDS = statuses ? 1 : 5;
/** A start's compiling is nobody's attack, and the heap is as large as the documents make it once. */
const WARM_UP_ROUNDS = statuses ? 0 : 3;
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
  console.log("ms at work, ms until the answer");
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    for (const path of PATHS) for (const document of documents) await send(url + path, document);
  }
  const before = residentBytes();
  let isGood = true;
  let heldMs = 0;
  for (const path of PATHS) {
    for (const document of documents) {
      const answers = [];
      for (let round = 0; round < ROUNDS; round++) answers.push(await send(url + path, document));
      const status = answers[0]?.status ?? 0;
      const busyMs = Math.min(...answers.map((answer) => answer.busyMs));
      const isFine = status >= 400 && status < 500 && (statuses || busyMs < MAX_MS);
      isGood &&= isFine;
      heldMs = Math.max(heldMs, ...answers.map((answer) => answer.busyMs));
      const elapsedMs = Math.min(...answers.map((answer) => answer.elapsedMs));
      const times = [busyMs, elapsedMs].map((ms) => ms.toFixed(1).padStart(7));
      console.log(`${isFine ? "ok  " : "FAIL"} ${status} ${times.join(" ")}  ${path}  ${document.name}`);
    }
  }
  const growth = residentBytes() - before;
  console.log(`\nlongest hold of the event loop: ${heldMs.toFixed(1)} ms`);
  console.log(
    `memory: ${(growth / 1e6).toFixed(1)} MB more after ${ROUNDS * PATHS.length * documents.length} documents`,
  );
  return isGood && (statuses || (heldMs < MAX_HELD_MS && growth < MAX_GROWTH_BYTES));
}

interface Answer {
  readonly status: number;
  readonly busyMs: number;
  readonly elapsedMs: number;
}

async function send(url: string, { body, encoding }: ReturnType<typeof hostileDocuments>[number]): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(encoding && { "content-encoding": encoding }) };
  const [startedAt, busyFrom] = [performance.now(), busyMsOf()];
  const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return { status: response.status, busyMs: busyMsOf() - busyFrom, elapsedMs: performance.now() - startedAt };
}

/** For how long the service's first thread, which runs its event loop, has been at work; `schedstat` in proc(5). */
function busyMsOf(): number {
  return Number(readFileSync(`/proc/${service.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

function residentBytes(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, "utf8"))?.[1]) * 1024;
}
