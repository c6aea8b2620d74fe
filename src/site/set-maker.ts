import { enableCompileCache, flushCompileCache } from "node:module";

/** What a process that makes a set is told, and its answer is a `Result<TriedSet>`. */
export interface MakeMessage {
  readonly siteFolder: string;
  readonly into: string;
  readonly codeCache?: string;
}

// Nobody waits any more when the process that asked has ended.
process.once("disconnect", () => process.exit());
process.once("message", (message) => {
  const { siteFolder, into, codeCache } = message as MakeMessage;
  if (codeCache !== undefined) enableCompileCache(codeCache);
  void import("./make-set.ts").then(async ({ makeSet }) => {
    flushCompileCache();
    const made = await makeSet(siteFolder, into, codeCache);
    process.send?.(made, () => process.disconnect());
  });
});
