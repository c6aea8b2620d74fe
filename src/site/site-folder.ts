import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import type { Resource } from "@medplum/fhirtypes";
import { readLosses, type Loss } from "../extraction/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { parseMap, readStructureMap, type MapTree, type StructureMap } from "../fml/index.ts";
import { readPackageFiles } from "../profile/index.ts";
import { readLocalCodes, type LocalCodes } from "./local-codes.ts";
import { siteIssue } from "./site-issue.ts";

/** A resource, and the file that it came from. */
export interface BroughtResource {
  readonly file: string;
  readonly resource: Resource;
}

/** An example of the site, in the form of its documents. */
export interface SiteExample {
  readonly name: string;
  readonly text: string;
}

/** What a site's folder holds, read once. */
export interface SiteSources {
  /** SHA-256 of the names and bytes of all that decides about the set, hex. */
  readonly hash: string;
  readonly files: readonly { readonly file: string; readonly hash: string }[];
  readonly maps: readonly MapTree[];
  /** A JSON Schema of the site's documents. */
  readonly schema?: { readonly file: string; readonly schema: Readonly<Record<string, unknown>> };
  readonly resources: readonly BroughtResource[];
  readonly localCodes: readonly LocalCodes[];
  readonly losses: readonly Loss[];
  readonly examples: readonly SiteExample[];
  /** Hashes of previews that someone agreed to. */
  readonly accepted: readonly string[];
}

/** What may stand in a set as a resource. */
const KINDS = new Set([
  "StructureDefinition",
  "ValueSet",
  "CodeSystem",
  "ConceptMap",
  "StructureMap",
  "ViewDefinition",
]);
const READ = /\.(?:map|csv|tgz|json|ndjson)$/;
export const ACCEPTED_FILE = "accepted.json";

type Draft = {
  -readonly [Name in keyof SiteSources]: SiteSources[Name] extends readonly (infer T)[] ? T[] : SiteSources[Name];
};

/**
 * Reads a site's folder and those in it. A file is known by its ending and by what is in it, not by its folder; only examples
 * stand in `examples/`. Files of other endings, and hidden ones, are passed over.
 *
 * @returns what was found, or every file that cannot be read, each with its reason
 */
export function readSiteFolder(folder: string): Result<SiteSources> {
  const draft: Draft = {
    hash: "",
    files: [],
    maps: [],
    resources: [],
    localCodes: [],
    losses: [],
    examples: [],
    accepted: [],
  };
  const issues: Issue[] = [];
  for (const file of filesIn(folder)) {
    const bytes = readFileSync(join(folder, file));
    if (file !== ACCEPTED_FILE) draft.files.push({ file, hash: createHash("sha256").update(bytes).digest("hex") });
    try {
      issues.push(...readFile(file, bytes, draft));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      issues.push(siteIssue("unreadable", "structure", `A file that can be read was expected: ${error.message}`, file));
    }
  }
  if (issues.length > 0) return { ok: false, issues };
  const hash = createHash("sha256").update(JSON.stringify(draft.files)).digest("hex");
  return { ok: true, value: { ...draft, hash } };
}

/** The files that a set may be made of, by their paths from the top, in the order of their names. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && READ.test(entry.name) && !entry.name.startsWith("."))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** Puts what a file holds where it belongs. @returns what is wrong with it */
function readFile(file: string, bytes: Buffer, draft: Draft): readonly Issue[] {
  const name = basename(file);
  const text = bytes.toString("utf8");
  if (file.startsWith("examples/")) {
    const lines = file.endsWith(".ndjson") ? text.split("\n").filter((line) => line.trim() !== "") : [text];
    draft.examples.push(
      ...lines.map((one, index) => ({ name: lines.length > 1 ? `${file}:${index + 1}` : file, text: one })),
    );
    return [];
  }
  if (file.endsWith(".map")) return take(parseMap(text, file), draft.maps);
  if (file.endsWith(".csv")) return take(readLocalCodes(text, file, name.slice(0, -".csv".length)), draft.localCodes);
  if (file.endsWith(".tgz")) {
    return readPackageFiles(bytes).flatMap((inner) => {
      const found = JSON.parse(inner.text) as Partial<Resource>;
      return KINDS.has(found.resourceType ?? "") ? readResource(`${file}/${inner.name}`, found, draft) : [];
    });
  }
  const value: unknown = JSON.parse(text);
  if (file === ACCEPTED_FILE) draft.accepted.push(...(value as string[]));
  else if (file === "losses.json") draft.losses.push(...readLosses(text));
  else return readResource(file, value, draft);
  return [];
}

function take<T>(result: Result<T>, into: T[]): readonly Issue[] {
  if (!result.ok) return result.issues;
  into.push(result.value);
  return [];
}

function readResource(file: string, value: unknown, draft: Draft): readonly Issue[] {
  const found = typeof value === "object" && value !== null ? (value as Partial<Resource>) : {};
  if (found.resourceType === "StructureMap") return take(readStructureMap(found as StructureMap, file), draft.maps);
  if (found.resourceType !== undefined && KINDS.has(found.resourceType)) {
    draft.resources.push({ file, resource: found as Resource });
    return [];
  }
  if ("$schema" in found && draft.schema === undefined) {
    draft.schema = { file, schema: found };
    return [];
  }
  const message = `One JSON Schema with $schema, or a resource of the kinds ${[...KINDS].join(", ")}, was expected; found another document.`;
  return [siteIssue("unknown-file", "not-supported", message, file)];
}
