import { fork } from "node:child_process";
import type { Result } from "../fhir/index.ts";
import type { TriedSet } from "./make-set.ts";
import type { MakeMessage } from "./set-maker.ts";
import { siteIssue } from "./site-issue.ts";

/**
 * Compiles a site's folder and tries the set, in a process that ends with it.
 *
 * A thread would not do: what it had is given back to the allocator of this process, which is left in pieces by it.
 *
 * @param into      where compiled sets are kept
 * @param codeCache where Node keeps what it makes of our own sources
 * @returns every issue, also where the process failed or was ended from outside
 */
export function makeSetApart(siteFolder: string, into: string, codeCache?: string): Promise<Result<TriedSet>> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const maker = fork(new URL(`./set-maker.${ending}`, import.meta.url), { execArgv: [], serialization: "advanced" });
  const message: MakeMessage = { siteFolder, into, ...(codeCache !== undefined && { codeCache }) };
  maker.send(message);
  return new Promise((resolve, reject) => {
    let answer: Result<TriedSet> | undefined;
    maker.once("message", (made) => (answer = made as Result<TriedSet>));
    maker.once("error", reject);
    maker.once("exit", (code, signal) => {
      const failed = `The process that makes the set was expected to answer; it ended with ${signal ?? String(code)}.`;
      resolve(answer ?? { ok: false, issues: [siteIssue("maker", "exception", failed, "")] });
    });
  });
}
