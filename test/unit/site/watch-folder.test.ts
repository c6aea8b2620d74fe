import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { watchFolder } from "../../../src/site/watch-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "kypho-watch-"));
let stop = (): void => undefined;
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

it("tells a change of a folder once its files are quiet", async () => {
  const changed = new Promise<void>((resolve) => {
    stop = watchFolder(folder, resolve, { quietMs: 20, pollMs: 50 });
  });
  writeFileSync(join(folder, "codes.csv"), "a,b\n");
  await expect(changed).resolves.toBeUndefined();
});
