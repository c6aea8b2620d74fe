import { createReadStream, statSync } from "node:fs";

/** What a command reads: a file or standard input, as one JSON document or as NDJSON. */
export interface Input {
  readonly format: "json" | "ndjson";
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The size of a file in bytes; unknown for standard input. */
  readonly size?: number;
}

const NEWLINE = 0x0a;

/**
 * Opens a file, or standard input for `-`.
 *
 * A name that ends in `.ndjson` or `.jsonl` is NDJSON, one that ends in `.json` is not. Everything else is NDJSON
 * when its first line is a whole JSON value and more follows.
 *
 * @throws Error with code `ENOENT` and kin when the file cannot be opened
 */
export async function openInput(name: string): Promise<Input> {
  const size = name === "-" ? undefined : statSync(name).size;
  const stream: AsyncIterable<Uint8Array> = name === "-" ? process.stdin : createReadStream(name);
  const known: Input["format"] | undefined = /\.(ndjson|jsonl)$/.test(name)
    ? "ndjson"
    : name.endsWith(".json")
      ? "json"
      : undefined;
  const { format, bytes } = known ? { format: known, bytes: stream } : await detect(stream);
  return { format, bytes, ...(size !== undefined && { size }) };
}

async function detect(stream: AsyncIterable<Uint8Array>): Promise<Pick<Input, "format" | "bytes">> {
  const iterator = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let ended = false;
  while (!ended && !hasMoreAfterFirstLine(head)) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else head = Buffer.concat([head, next.value]);
    if (!isValue(firstLine(head)) && head.includes(NEWLINE)) break;
  }
  const format = hasMoreAfterFirstLine(head) && isValue(firstLine(head)) ? "ndjson" : "json";
  return { format, bytes: resume(head, iterator) };
}

async function* resume(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function firstLine(head: Buffer): string {
  const end = head.indexOf(NEWLINE);
  return head.toString("utf8", 0, end < 0 ? head.length : end);
}

function hasMoreAfterFirstLine(head: Buffer): boolean {
  const end = head.indexOf(NEWLINE);
  return end >= 0 && head.toString("latin1", end).trim() !== "";
}

function isValue(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/** Reads all of an input. */
export async function readAll({ bytes }: Input): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
