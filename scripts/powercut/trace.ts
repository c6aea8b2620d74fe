import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** One thing that the traced thread did to its files, or said. */
export type TraceStep =
  | { readonly kind: "write"; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly file: string; readonly length: number }
  | { readonly kind: "sync"; readonly file: string }
  | { readonly kind: "unlink"; readonly file: string }
  | { readonly kind: "sync-folder" }
  | { readonly kind: "say"; readonly text: string };

/** The calls that the trace must hold. */
export const TRACED_CALLS = ["pwrite64", "write", "ftruncate", "fsync", "fdatasync", "unlink", "rename", "pwritev"];

const STANDARD_OUTPUT = "1";

/**
 * Reads what `strace -y -xx` wrote of one thread, as far as it concerns files below a folder and standard output.
 *
 * @throws Error at a call that changes a file in a way that the model does not know
 */
export async function readTrace(file: string, folder: string): Promise<readonly TraceStep[]> {
  const steps: TraceStep[] = [];
  for await (const line of createInterface({ input: createReadStream(file, "latin1") })) {
    const step = readStep(line, folder);
    if (step) steps.push(step);
  }
  return steps;
}

function readStep(line: string, folder: string): TraceStep | undefined {
  const [, call = "", fd = "", path = "", rest = "", result = ""] =
    /^(\w+)\((\d*)(?:<([^>]*)>)?(.*)\) += (-?\d+)/.exec(line) ?? [];
  if (call === "" || Number(result) < 0) return undefined;
  if (call === "write" && fd === STANDARD_OUTPUT) return { kind: "say", text: unescape(rest).toString("utf8") };
  if (call === "unlink") {
    const unlinked = unescape(rest).toString("utf8");
    return isBelow(unlinked, folder) ? { kind: "unlink", file: unlinked } : undefined;
  }
  const file = unescape(`"${path}"`).toString("utf8");
  if (file === folder && call === "fsync") return { kind: "sync-folder" };
  if (!isBelow(file, folder) || file.endsWith("-shm")) return undefined;
  switch (call) {
    case "pwrite64":
      return { kind: "write", file, at: Number(/(\d+)$/.exec(rest)?.[1]), bytes: unescape(rest) };
    case "ftruncate":
      return { kind: "truncate", file, length: Number(/(\d+)$/.exec(rest)?.[1]) };
    case "fsync":
    case "fdatasync":
      return { kind: "sync", file };
    default:
      throw new Error(`The model of the disk does not know ${call} on a file of the store.`);
  }
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

/** The bytes of the first quoted text, in which every byte may stand as `\xNN`. */
function unescape(text: string): Buffer {
  const quoted = /"((?:\\.|[^"\\])*)"/.exec(text)?.[1] ?? "";
  if (!quoted.includes("\\")) return Buffer.from(quoted, "latin1");
  return Buffer.from(quoted.replaceAll("\\x", ""), "hex");
}
