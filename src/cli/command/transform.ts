import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { parseExactly, toOperationOutcome, type Issue, type Result } from "../../fhir/index.ts";
import { examineMap, loadMap, printMapIssue, type MapIssue, type MapTree, type RunnableMap } from "../../fml/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { readMap, readMapWorld } from "../map-files.ts";
import { print, printDocument, printLine } from "../output.ts";

/** What `kypho transform` is asked for. */
export interface TransformOptions {
  /** Files of maps, text or StructureMap; the first is run, the others may be imported. */
  readonly maps: readonly string[];
  /** A folder with StructureDefinitions, ConceptMaps, CodeSystems and further maps. */
  readonly structures?: string;
  readonly group?: string;
}

/**
 * `kypho transform`: any map over any JSON.
 *
 * @param file the source, JSON or NDJSON; its target is printed, one document or one a line
 */
export async function transformCommand(file: string, options: TransformOptions): Promise<ExitCode> {
  const ready = await prepare(options);
  if (!ready.ok) return refuse(ready.issues);
  for (const warning of ready.warnings ?? []) tell(warning);
  const input = await openInput(file);
  if (input.format === "json") {
    const made = runOn((await readAll(input)).toString("utf8"), ready.value);
    if (!made.ok) return refuse(made.issues);
    await printDocument(made.value);
    return 0;
  }
  let code: ExitCode = 0;
  for await (const line of createInterface({ input: Readable.from(input.bytes), crlfDelay: Infinity })) {
    if (line.trim() === "") continue;
    const made = runOn(line, ready.value);
    if (!made.ok) code = 1;
    await printLine(made.ok ? made.value : toOperationOutcome(made.issues));
  }
  return code;
}

/**
 * `kypho transform --check`: one line for each map, and every error and warning on standard error.
 *
 * @param depth `syntax` only parses; `all` links and checks, too
 */
export async function checkMapsCommand(depth: "syntax" | "all", options: TransformOptions): Promise<ExitCode> {
  const read = options.maps.map((file) => ({ file, parsed: readMap(file) }));
  const trees = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : []));
  const world = depth === "all" ? readMapWorld(trees, options.structures) : undefined;
  let code: ExitCode = 0;
  for (const { file, parsed } of read) {
    const found = parsed.ok && world !== undefined ? examineMap(parsed.value, world, options.group) : undefined;
    const issues = found ?? (parsed.ok ? (parsed.warnings ?? []) : parsed.issues);
    const errors = issues.filter(({ severity }) => severity === "error").length;
    if (errors > 0) code = 1;
    await print(errors === 0 ? `${file}: good\n` : `${file}: ${errors} error${errors === 1 ? "" : "s"}\n`);
    for (const issue of issues) tell(issue);
  }
  return code;
}

async function prepare({ maps, structures, group }: TransformOptions): Promise<Result<RunnableMap>> {
  const trees: MapTree[] = [];
  const issues: Issue[] = [];
  for (const file of maps) {
    const parsed = readMap(file);
    if (parsed.ok) trees.push(parsed.value);
    else issues.push(...parsed.issues);
  }
  const [first] = trees;
  if (issues.length > 0 || first === undefined) return { ok: false, issues };
  return loadMap(first, readMapWorld(trees, structures), group);
}

function runOn(text: string, map: RunnableMap): Result<object> {
  let source: unknown;
  try {
    source = parseExactly(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = "A JSON document was expected; this is none.";
    return { ok: false, issues: [{ severity: "fatal", code: "structure", rule: "cli/json", message }] };
  }
  const issues: Issue[] = [];
  const target = map(source, {
    references: [],
    issues,
    newUuid: randomUUID,
    log: ({ file, line }, logged) => process.stderr.write(`${file}:${line} ${logged}\n`),
  });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: target };
}

async function refuse(issues: readonly Issue[]): Promise<ExitCode> {
  for (const issue of issues) tell(issue);
  await printDocument(toOperationOutcome(issues));
  return 1;
}

/** A map's issue with its file, line and column, as compilers say it. */
function tell(issue: Issue): void {
  if (issue.position === undefined || issue.path === undefined) return;
  const level = issue.severity === "error" ? "" : "warning ";
  process.stderr.write(`${level}${printMapIssue(issue as MapIssue)}\n`);
}
