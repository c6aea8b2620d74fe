import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Finding, ProbeReport } from "../../../src/delivery/index.ts";
import { packageFile } from "../../../src/system/index.ts";
import { killedAtExit } from "../harness/index.ts";
import type { Check, Disagreement } from "../lane.ts";
import { DESTINATION, writeSettings } from "./adapter.ts";

/** What is to be found by each probe: the verdict, and words of what is told. */
type Expected = Readonly<Partial<Record<Finding["probe"], readonly [verdict: Finding["verdict"], words: RegExp]>>>;

const GOOD: Expected = {
  "index-lag": ["good", /finds/],
  "client-assigned-id": ["good", /stores it there/],
  "conditional-create-twice": ["good", /stores one/],
  "transaction-atomicity": ["good", /leaves nothing behind/],
  "update-without-change": ["good", /makes no version/],
  "clean-up": ["good", /deleted/],
};

/** As test/interop/hapi/README.md has it. */
export const HAPI_FINDINGS: Expected = {
  ...GOOD,
  "stale-if-match": ["warning", /with 409, not 412, and changes nothing/],
  "merged-entries": ["warning", /the answer has 1/],
  tags: ["warning", /only grow/],
  "unknown-elements": ["warning", /dropped and answered with 201: the server does not validate/],
};

export const EMBEDDED_FINDINGS: Expected = {
  ...GOOD,
  "stale-if-match": ["good", /with 412 and changes nothing/],
};

/** Runs `kypho doctor` on a destination of the settings, and holds its findings against what is known of the server. */
export async function checkDoctor(name: string, baseUrl: string, expected: Expected, folder: string): Promise<Check> {
  mkdirSync(folder, { recursive: true });
  const settings = writeSettings({ folder, baseUrl, strategy: "transaction" });
  const kypho = packageFile("src/cli/kypho.js");
  const args = [kypho, "doctor", DESTINATION, "--config", settings, "--probe", "--json"];
  const env = { ...process.env, KYPHO_DATA: folder };
  const child = killedAtExit(spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] }));
  const [printed] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const { findings } = JSON.parse(printed) as ProbeReport;
  const disagreements = Object.entries(expected).flatMap(([probe, [verdict, words]]): Disagreement[] => {
    const found = findings.find((finding) => finding.probe === probe);
    if (found?.verdict === verdict && words.test(found.what)) return [];
    return [{ id: probe, how: found ? `${found.verdict}: ${found.what}` : "not told" }];
  });
  return { name: `${name}: what kypho doctor finds`, total: Object.keys(expected).length, disagreements };
}
