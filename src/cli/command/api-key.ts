import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createApiKey } from "../../access/index.ts";
import { parseScopes } from "../../fhir/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { printDocument } from "../output.ts";

/** What `kypho api-key` is told. */
export interface ApiKeyOptions {
  readonly scope: string;
  readonly until: string;
  /** A file. */
  readonly secret: string;
}

/** `kypho api-key`: draws a key for one source and prints it, once, with the entry that knows it. */
export async function apiKeyCommand(id: string, { scope, until, secret }: ApiKeyOptions): Promise<ExitCode> {
  const words = scope.split(" ").filter((word) => word !== "");
  const unknown = words.filter((word) => parseScopes(word).length === 0);
  if (unknown.length > 0) throw new Error(`No SMART v2 system scope: ${unknown.join(", ")}.`);
  const bytes = Buffer.from(readFileSync(secret, "utf8").trim());
  await printDocument(createApiKey(id, words.join(" "), until, randomBytes(32), bytes));
  return 0;
}
