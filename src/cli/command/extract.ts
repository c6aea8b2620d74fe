import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { extractCases } from "../../extraction/index.ts";
import { parseExactly, toOperationOutcome, type Issue } from "../../fhir/index.ts";
import type { Site } from "../../site/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printDocument, printLine } from "../output.ts";

/**
 * `kypho extract`: FHIR resources in, the cases that they were made of out.
 *
 * One case is printed as a document, several as NDJSON. What has no place in a case is listed on standard error.
 *
 * @param site  whose maps lead back, where there is one
 * @param files read as one set of resources: Bundles or resources, JSON or NDJSON
 */
export async function extractCommand(files: readonly string[], site?: Site): Promise<ExitCode> {
  const inputs: unknown[] = [];
  for (const file of files) {
    const read = await readInput(file);
    if (!("values" in read)) {
      await printDocument(toOperationOutcome([read]));
      return 1;
    }
    inputs.push(...read.values);
  }
  const extracted = site === undefined ? extractCases(inputs) : await site.extract(inputs);
  if (!extracted.ok) {
    await printDocument(toOperationOutcome(extracted.issues));
    return 1;
  }
  const print = extracted.value.length === 1 ? printDocument : printLine;
  for (const { caseId, document, unplaced } of extracted.value) {
    await print(document);
    for (const { path, message } of unplaced) process.stderr.write(`${caseId}: ${path ?? ""}: ${message}\n`);
  }
  for (const { path, message } of extracted.warnings ?? []) process.stderr.write(`${path ?? ""}: ${message}\n`);
  return 0;
}

async function readInput(file: string): Promise<{ readonly values: readonly unknown[] } | Issue> {
  const input = await openInput(file);
  const values: unknown[] = [];
  try {
    if (input.format === "json") values.push(parseExactly((await readAll(input)).toString("utf8")));
    else {
      const lines = createInterface({ input: Readable.from(input.bytes), crlfDelay: Infinity });
      for await (const line of lines) if (line.trim() !== "") values.push(parseExactly(line));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const place = input.format === "ndjson" ? ` on line ${values.length + 1}` : "";
    const message = `A JSON document was expected${place}; this is none.`;
    return { severity: "fatal", code: "structure", rule: "cli/json", message };
  }
  return { values };
}
