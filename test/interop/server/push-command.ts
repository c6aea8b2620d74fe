import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { PushReport } from "../../../src/delivery/index.ts";
import { packageFile } from "../../../src/system/index.ts";
import { killedAtExit } from "../harness/index.ts";

/** What `kypho push` printed for one case: the report, or an OperationOutcome. */
export type PushedCase = (PushReport & { readonly caseId: string }) | { readonly resourceType: "OperationOutcome" };

/**
 * Runs `kypho push` as a user does.
 *
 * @param dataFolder where the command keeps the secret of its ids; two pushes with one folder write the same ids
 * @returns one answer for each line of the file
 * @throws Error when the command ends for another reason than cases at fault, or leaves one out
 */
export async function runPush(file: string, baseUrl: string, dataFolder: string): Promise<readonly PushedCase[]> {
  const child = killedAtExit(
    spawn(process.execPath, [packageFile("src/cli/kypho.js"), "push", file, "--to", baseUrl], {
      env: { ...process.env, KYPHO_DATA: dataFolder },
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
  const exit = once(child, "exit");
  const cases: PushedCase[] = [];
  for await (const line of createInterface({ input: child.stdout })) cases.push(JSON.parse(line) as PushedCase);
  const [code] = (await exit) as [number | null];
  const asked = readFileSync(file, "utf8").trimEnd().split("\n").length;
  if ((code !== 0 && code !== 1) || cases.length !== asked) {
    throw new Error(`kypho push ended with ${code ?? "a signal"} after ${cases.length} of ${asked} cases`);
  }
  return cases;
}
