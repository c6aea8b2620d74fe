import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

/** docs/site.md, run word for word in one shell at the top of the checkout. */
const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kypho-site-page-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Block {
  readonly commands: string;
  /** What the page says that they print; undefined where it says nothing. */
  readonly printed: string | undefined;
}

function readBlocks(page: string): readonly Block[] {
  const found = [...page.matchAll(/^```(sh|text)\n(.*?)^```$/gms)].map(([, kind, text = ""]) => ({ kind, text }));
  return found.flatMap(({ kind, text }, index) => {
    if (kind !== "sh") return [];
    const next = found[index + 1];
    return [{ commands: text, printed: next?.kind === "text" ? next.text : undefined }];
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe("docs/site.md", () => {
  it(
    "prints what it says, block by block, from a running server that is never restarted",
    { timeout: 900_000 },
    async () => {
      const blocks = readBlocks(readFileSync(join(ROOT, "docs/site.md"), "utf8"));
      const mark = (index: number) => `--- block ${index} ---`;
      const script = blocks.map(({ commands }, index) => `echo '${mark(index)}'\n${commands}`).join("");
      const file = join(folder, "page.sh");
      writeFileSync(file, script);
      const shell = spawn("bash", [file], {
        cwd: ROOT,
        env: { ...process.env, KYPHO_PORT: String(await freePort()), TMPDIR: folder },
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
      });
      let output = "";
      shell.stdout.on("data", (text: Buffer) => (output += text.toString()));
      try {
        await new Promise((resolve) => shell.once("close", resolve));
      } finally {
        // Whatever the page left running ends with its shell.
        spawnSync("kill", ["--", `-${String(shell.pid)}`]);
      }
      const printed = output.split(/^--- block \d+ ---\n/m).slice(1);
      expect(printed).toHaveLength(blocks.length);
      for (const [index, block] of blocks.entries())
        if (block.printed !== undefined) expect(printed[index], block.commands).toBe(block.printed);
      expect(blocks.filter((block) => block.printed !== undefined).length).toBeGreaterThan(6);
    },
  );
});
