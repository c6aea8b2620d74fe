import { once } from "node:events";
import { printJson } from "../json/index.ts";

/** Writes to standard output and waits while the reader is behind. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Prints one document for people and programs alike, indented. */
export async function printDocument(document: object): Promise<void> {
  await print(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** Prints one line of NDJSON. */
export async function printLine(document: object): Promise<void> {
  await print(`${printJson(document)}\n`);
}
