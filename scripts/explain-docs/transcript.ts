import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import express from "express";
import type { Resource } from "@medplum/fhirtypes";
import { createEmbeddedServer } from "../../src/embedded/index.ts";
import type { Issue } from "../../src/fhir/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const SERVER = "https://fhir.hospital.example.org/r4";

/** Runs a command of `kypho` as a user does, and gives it with what it prints, as Markdown. */
export async function runCommand(args: readonly string[], baseUrl?: string): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), "kypho-explain-"));
  const env = { ...process.env, KYPHO_DATA: dataFolder, NO_COLOR: "1" };
  const command = [join(ROOT, "src/cli/kypho.js"), ...args];
  const printed = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env }).catch((error: unknown) => {
    // 1 says that the input is at fault, which is what is shown.
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    if (code === 1 && stdout) return { stdout };
    throw new Error(`kypho ${args.join(" ")} failed: ${stderr ?? ""}`, { cause: error });
  });
  rmSync(dataFolder, { recursive: true });
  const said = `$ kypho ${args.map(quoted).join(" ")}\n${printed.stdout.trimEnd()}`;
  return `\`\`\`console\n${baseUrl === undefined ? said : said.replaceAll(baseUrl, SERVER)}\n\`\`\``;
}

function quoted(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `"${text}"`;
}

/** A FHIR server that takes patients only with a whole date of birth, for the time of some work. */
export async function withStrictServer<T>(work: (baseUrl: string) => Promise<T>): Promise<T> {
  const server = createServer(express().use("/fhir", createEmbeddedServer({ check: wholeBirthDate }).router));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function wholeBirthDate(resource: Resource): readonly Issue[] {
  if (resource.resourceType !== "Patient" || resource.birthDate?.length === "2000-01-01".length) return [];
  const message = "Patient.birthDate was expected to be a whole date, found a part of one.";
  return [
    { severity: "error", code: "business-rule", rule: "hospital/birth-date", message, path: "Patient.birthDate" },
  ];
}
