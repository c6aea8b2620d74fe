import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where outside suites lie: the folder that `KYPHO_SUITES` names, else the one beside the checkout. */
export function suitesFolder(): string {
  return resolve(process.env["KYPHO_SUITES"] ?? join(import.meta.dirname, "../../../shared/conformance"));
}

/** One outside file and the hash that its figures are pinned to. */
export interface SuiteFile {
  readonly lines: readonly string[];
  readonly sha256: string;
}

/** Reads a suite of one JSON value a line; undefined where the file is missing. */
export function readSuite(file: string): SuiteFile | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(suitesFolder(), file));
  } catch {
    return undefined;
  }
  return {
    lines: bytes
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== ""),
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}
