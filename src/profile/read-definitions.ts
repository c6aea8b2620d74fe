import type { Resource } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const DEFINITIONS = new Set(["StructureDefinition", "ValueSet", "CodeSystem"]);

/** Reads the StructureDefinitions, ValueSets and CodeSystems of a folder and of those below it; other files are passed over. */
export function readDefinitionFolder(folder: string): readonly Resource[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return names.sort().flatMap((name) => definitionIn(readFileSync(join(folder, name), "utf8")));
}

/**
 * Reads the definitions of a FHIR package, https://hl7.org/fhir/packages.html: a gzipped tar archive with a file for each resource.
 *
 * @throws Error when the file is no such archive
 */
export function readDefinitionPackage(file: string): readonly Resource[] {
  return readPackageFiles(readFileSync(file)).flatMap(({ text: content }) => definitionIn(content));
}

/**
 * Reads the JSON files of a FHIR package.
 *
 * @throws Error when the bytes are no gzipped archive
 */
export function readPackageFiles(bytes: Uint8Array): readonly { readonly name: string; readonly text: string }[] {
  return [...tarFiles(gunzipSync(bytes))]
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name, content }) => ({ name, text: content.toString("utf8") }));
}

function definitionIn(text: string): readonly Resource[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const type = typeof value === "object" && value !== null && "resourceType" in value && value.resourceType;
  return typeof type === "string" && DEFINITIONS.has(type) ? [value as Resource] : [];
}

const BLOCK = 512;

/** The files of a tar archive (POSIX ustar): blocks of 512 bytes, a header before each file with its name and size in octal. */
function* tarFiles(archive: Buffer): Generator<{ readonly name: string; readonly content: Buffer }> {
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0;) {
    const header = archive.subarray(at, at + BLOCK);
    const size = Number.parseInt(text(header, 124, 12), 8) || 0;
    const prefix = text(header, 345, 155);
    const name = text(header, 0, 100);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (text(header, 156, 1) === "0" || header[156] === 0) yield { name: prefix ? `${prefix}/${name}` : name, content };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.toString("latin1", start, start + length);
  const end = field.indexOf("\0");
  return (end < 0 ? field : field.slice(0, end)).trim();
}
