import { toOperationOutcome, type Issue } from "../../fhir/index.ts";
import { printMap, printMapIssue, toStructureMap, type MapIssue, type MapTree } from "../../fml/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { readMap } from "../map-files.ts";
import type { MapForm } from "../map-form.ts";
import { print, printDocument, printLine } from "../output.ts";

/**
 * `kypho transform --print`: maps in one form, whichever form they come in. Nothing is linked or run.
 *
 * Text has no place for what a StructureMap says beside its rules (status, dates, publisher), so the way to text and back
 * leaves a draft.
 *
 * @param files maps, text or StructureMap
 */
export async function printMapsCommand(form: MapForm, files: readonly string[]): Promise<ExitCode> {
  const trees: MapTree[] = [];
  const issues: Issue[] = [];
  for (const file of files) {
    const parsed = readMap(file);
    if (parsed.ok) trees.push(parsed.value);
    else issues.push(...parsed.issues);
  }
  if (issues.length > 0) {
    for (const issue of issues) process.stderr.write(`${printMapIssue(issue as MapIssue)}\n`);
    await printDocument(toOperationOutcome(issues));
    return 1;
  }
  const resources = trees.map(toStructureMap);
  if (form === "text") await print(resources.map(printMap).join("\n"));
  else {
    const printOne = resources.length === 1 ? printDocument : printLine;
    for (const { resourceType, id, url, name, ...rest } of resources) {
      await printOne({ resourceType, id, url, name, status: "draft", ...rest });
    }
  }
  return 0;
}
