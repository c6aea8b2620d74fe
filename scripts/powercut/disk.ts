import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { TraceStep } from "./trace.ts";

/** What a disk may have kept of writes that were not synced when the power went. */
export type Survival = "none" | "some" | "all-but-some";

const SECTOR = 512;
const CHANCES: Readonly<Record<Survival, number>> = { none: 0, some: 0.5, "all-but-some": 0.95 };

interface FileState {
  synced: Buffer;
  /** Every write and truncation since the last sync, in order. */
  pending: TraceStep[];
  isUnlinked: boolean;
}

/**
 * A disk that knows for each file what is surely on it, and what a power cut may or may not leave.
 *
 * Unsynced writes survive in sectors of 512 bytes, each by itself, in any combination; a sector is whole or not there.
 */
export class Disk {
  readonly #files = new Map<string, FileState>();
  readonly #ignoresSync: boolean;

  /** @param ignoresSync makes a disk that lies: it says that it synced and did not */
  constructor(ignoresSync = false) {
    this.#ignoresSync = ignoresSync;
  }

  apply(step: TraceStep): void {
    if (step.kind === "say") return;
    if (step.kind === "sync-folder") {
      // From here on, what was unlinked stays so.
      for (const [path, { isUnlinked }] of this.#files) if (isUnlinked && !this.#ignoresSync) this.#files.delete(path);
      return;
    }
    const file = this.#file(step.file);
    if (step.kind === "sync") {
      if (this.#ignoresSync) return;
      file.synced = settle(file.synced, file.pending, () => true);
      file.pending = [];
    } else if (step.kind === "unlink") file.isUnlinked = true;
    else {
      file.isUnlinked = false;
      file.pending.push(step);
    }
  }

  /** Writes what is left after a power cut into a folder. */
  writeImage(folder: string, survival: Survival, random: () => number): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [path, { synced, pending, isUnlinked }] of this.#files) {
      // Until the folder is synced, whether its entry is gone is up to chance.
      if (isUnlinked && random() < 0.5) continue;
      const content = settle(synced, pending, () => random() < CHANCES[survival]);
      if (content.length > 0) writeFileSync(join(folder, basename(path)), content);
    }
  }

  #file(path: string): FileState {
    let file = this.#files.get(path);
    if (!file) {
      file = { synced: Buffer.alloc(0), pending: [], isUnlinked: false };
      this.#files.set(path, file);
    }
    return file;
  }
}

/** Applies steps to a content, each sector of a write if it survives. */
function settle(content: Buffer, steps: readonly TraceStep[], survives: () => boolean): Buffer {
  const result = Buffer.alloc(steps.reduce((length, step) => Math.max(length, endOf(step)), content.length));
  content.copy(result);
  let length = content.length;
  for (const step of steps) {
    if (step.kind === "truncate" && survives()) {
      result.fill(0, step.length, length);
      length = step.length;
    } else if (step.kind === "write") {
      for (let offset = 0; offset < step.bytes.length;) {
        const end = Math.min(step.bytes.length, (Math.floor((step.at + offset) / SECTOR) + 1) * SECTOR - step.at);
        if (survives()) {
          step.bytes.copy(result, step.at + offset, offset, end);
          length = Math.max(length, step.at + end);
        }
        offset = end;
      }
    }
  }
  return result.subarray(0, length);
}

/** Where a file ends at least after a step. */
function endOf(step: TraceStep): number {
  if (step.kind === "write") return step.at + step.bytes.length;
  return step.kind === "truncate" ? step.length : 0;
}
