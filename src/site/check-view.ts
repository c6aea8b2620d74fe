import type { Issue } from "../fhir/index.ts";
import { parseExpression } from "../fhirpath/index.ts";
import { siteIssue } from "./site-issue.ts";

/** A part of a ViewDefinition that selects. */
interface Select {
  readonly column?: readonly { readonly name?: unknown; readonly path?: unknown }[];
  readonly select?: readonly Select[];
  readonly unionAll?: readonly Select[];
  readonly forEach?: unknown;
  readonly forEachOrNull?: unknown;
}

/**
 * Finds what is not well formed in a ViewDefinition: its resource, its columns and the grammar of its paths.
 * https://sql-on-fhir.org/ig/latest/StructureDefinition-ViewDefinition.html
 */
export function checkView(file: string, view: object): readonly Issue[] {
  const { resource, select, where } = view as {
    readonly resource?: unknown;
    readonly select?: unknown;
    readonly where?: readonly { readonly path?: unknown }[];
  };
  const issues: Issue[] = [];
  const refuse = (message: string) => void issues.push(siteIssue("view", "structure", message, file));
  if (typeof resource !== "string") refuse("ViewDefinition.resource needs a resource type, found none.");
  if (!Array.isArray(select) || select.length === 0)
    refuse("ViewDefinition.select needs at least 1 entry, found none.");
  else for (const [index, one] of (select as readonly Select[]).entries()) walk(one, `ViewDefinition.select[${index}]`);
  for (const [index, { path }] of (where ?? []).entries()) checkPath(path, `ViewDefinition.where[${index}].path`);
  return issues;

  function walk({ column = [], select: inner = [], unionAll = [], ...loops }: Select, place: string): void {
    for (const [index, { name, path }] of column.entries()) {
      const at = `${place}.column[${index}]`;
      if (typeof name !== "string" || !/^[A-Za-z]\w*$/.test(name)) refuse(`${at}.name needs a name for a column.`);
      checkPath(path, `${at}.path`);
    }
    for (const loop of ["forEach", "forEachOrNull"] as const)
      if (loops[loop] !== undefined) checkPath(loops[loop], `${place}.${loop}`);
    for (const [index, one] of inner.entries()) walk(one, `${place}.select[${index}]`);
    for (const [index, one] of unionAll.entries()) walk(one, `${place}.unionAll[${index}]`);
  }

  function checkPath(path: unknown, place: string): void {
    if (typeof path !== "string") {
      refuse(`${place} needs a FHIRPath expression, found none.`);
      return;
    }
    const parsed = parseExpression(path);
    if (!parsed.ok) refuse(`${place}: ${parsed.fault.message}`);
    else if (path.slice(parsed.end).trim() !== "") refuse(`${place}: the end was expected behind its expression.`);
  }
}
