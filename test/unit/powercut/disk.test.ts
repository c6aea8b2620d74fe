import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Disk } from "../../../scripts/powercut/disk.ts";
import type { TraceStep } from "../../../scripts/powercut/trace.ts";

const folder = mkdtempSync(join(tmpdir(), "kypho-disk-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FILE = "/data/file";
const write = (at: number, length: number, byte: number): TraceStep => ({
  kind: "write",
  file: FILE,
  at,
  bytes: Buffer.alloc(length, byte),
});
const sync: TraceStep = { kind: "sync", file: FILE };

/** What is left of the file, one digit for each half sector; undefined when it is gone. */
function leftOf(steps: readonly TraceStep[], luck: number, disk = new Disk()): string | undefined {
  for (const step of steps) disk.apply(step);
  const image = join(folder, "image");
  disk.writeImage(image, "some", () => luck);
  if (!existsSync(join(image, "file"))) return undefined;
  const bytes = readFileSync(join(image, "file"));
  return Array.from({ length: Math.ceil(bytes.length / 256) }, (_, half) => String(bytes[half * 256])).join("");
}

const [LUCKY, UNLUCKY] = [0, 0.99];

describe("the disk of the power cut", () => {
  it("keeps what was synced, and of the rest what luck leaves", () => {
    const steps = [write(0, 512, 1), sync, write(512, 512, 2)];
    expect([leftOf(steps, UNLUCKY), leftOf(steps, LUCKY)]).toEqual(["11", "1122"]);
  });

  it("loses the overwriting of what was synced", () => {
    expect(leftOf([write(0, 512, 1), sync, write(0, 512, 2)], UNLUCKY)).toBe("11");
  });

  it("tears a write at sectors, wherever it begins", () => {
    const disk = new Disk();
    for (const step of [write(0, 1024, 1), sync, write(256, 512, 2)]) disk.apply(step);
    let draws = 0;
    disk.writeImage(join(folder, "torn"), "some", () => (draws++ === 0 ? LUCKY : UNLUCKY));
    const bytes = readFileSync(join(folder, "torn/file"));
    expect([0, 256, 512, 768].map((at) => bytes[at])).toEqual([1, 2, 1, 1]);
  });

  it("keeps nothing on a disk that lies about its syncs", () => {
    expect(leftOf([write(0, 512, 1), sync], UNLUCKY, new Disk(true))).toBeUndefined();
  });

  it("may bring an unlinked file back until its folder was synced", () => {
    const steps = [write(0, 512, 1), sync, { kind: "unlink", file: FILE } as const];
    expect([leftOf(steps, UNLUCKY), leftOf(steps, LUCKY)]).toEqual(["11", undefined]);
    expect(leftOf([...steps, { kind: "sync-folder" }], UNLUCKY)).toBeUndefined();
  });
});
