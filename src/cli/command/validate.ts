import { statSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { toOperationOutcome, type Issue } from "../../fhir/index.ts";
import { createProfileChecker, readDefinitionFolder, readDefinitionPackage } from "../../profile/index.ts";
import type { Site } from "../../site/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printDocument, printLine } from "../output.ts";
import { openProgress } from "../progress.ts";

/** What to check against besides R4, our profiles and those that resources declare. */
export interface ValidateOptions {
  /** Canonicals for the outermost resource. */
  readonly profiles: readonly string[];
  /** FHIR packages (.tgz). */
  readonly packages: readonly string[];
  /** Folders of StructureDefinitions, ValueSets and CodeSystems. */
  readonly folders: readonly string[];
}

type Check = (text: string) => readonly Issue[] | Promise<readonly Issue[]>;

/** `kypho validate`: resources or Bundles in, an OperationOutcome for each out. */
export async function validateCommand(file: string, options: ValidateOptions, site?: Site): Promise<ExitCode> {
  const check = openCheck(options, site);
  const input = await openInput(file);
  if (input.format === "json") {
    const issues = await check((await readAll(input)).toString("utf8"));
    await printDocument(toOperationOutcome(issues));
    return hasErrors(issues) ? 1 : 0;
  }
  let code: ExitCode = 0;
  const progress = openProgress("resources");
  const lines = createInterface({ input: Readable.from(progress.watch(input).bytes), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const issues = await check(line);
    if (hasErrors(issues)) code = 1;
    await printLine(toOperationOutcome(issues));
    progress.advance();
  }
  progress.close();
  return code;
}

/** @throws Error when a package or folder cannot be read */
function openCheck({ profiles, packages, folders }: ValidateOptions, site: Site | undefined): Check {
  for (const folder of folders) {
    if (!statSync(folder).isDirectory()) throw new Error(`--profiles needs a folder, ${folder} is none.`);
  }
  if (site !== undefined && packages.length + folders.length > 0)
    throw new Error("With KYPHO_SITE, packages and profiles are those of the site's folder.");
  const definitions = [...folders.flatMap(readDefinitionFolder), ...packages.flatMap(readDefinitionPackage)];
  const checkResource =
    site?.check ?? createProfileChecker(definitions, { now: () => new Date().toISOString() }).checkResource;
  return (text) => {
    let resource: unknown;
    try {
      resource = JSON.parse(text);
    } catch {
      return [fault("json", "A JSON document was expected; this is none.")];
    }
    const type =
      typeof resource === "object" && resource !== null && "resourceType" in resource && resource.resourceType;
    if (typeof type !== "string") {
      return [fault("resource", "A FHIR resource with its resourceType was expected; a case is read by `kypho map`.")];
    }
    return checkResource(resource, profiles);
  };
}

function fault(name: string, message: string): Issue {
  return { severity: "fatal", code: "structure", rule: `cli/${name}`, message };
}

function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === "error" || severity === "fatal");
}
