import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { toOperationOutcome, type Issue } from "../../fhir/index.ts";
import { checkResource } from "../../profile/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printDocument, printLine } from "../output.ts";
import { openProgress } from "../progress.ts";

/** `kypho validate`: resources or Bundles in, an OperationOutcome for each out. */
export async function validateCommand(file: string, profiles: readonly string[]): Promise<ExitCode> {
  const input = await openInput(file);
  if (input.format === "json") {
    const issues = check((await readAll(input)).toString("utf8"), profiles);
    await printDocument(toOperationOutcome(issues));
    return hasErrors(issues) ? 1 : 0;
  }
  let code: ExitCode = 0;
  const progress = openProgress("resources");
  const lines = createInterface({ input: Readable.from(progress.watch(input).bytes), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const issues = check(line, profiles);
    if (hasErrors(issues)) code = 1;
    await printLine(toOperationOutcome(issues));
    progress.advance();
  }
  progress.close();
  return code;
}

function check(text: string, profiles: readonly string[]): readonly Issue[] {
  let resource: unknown;
  try {
    resource = JSON.parse(text);
  } catch {
    return [fault("json", "A JSON document was expected; this is none.")];
  }
  const type = typeof resource === "object" && resource !== null && "resourceType" in resource && resource.resourceType;
  if (typeof type !== "string") {
    return [fault("resource", "A FHIR resource with its resourceType was expected; a case is read by `kypho map`.")];
  }
  return checkResource(resource, profiles);
}

function fault(name: string, message: string): Issue {
  return { severity: "fatal", code: "structure", rule: `cli/${name}`, message };
}

function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === "error" || severity === "fatal");
}
