/**
 * Packs build/package/kypho-fhir.tgz, the FHIR package that other FHIR tools load: definitions, code systems, value
 * sets, maps and examples. Same sources, same bytes: entries are sorted and carry no time of their own.
 */
import type { Resource } from "@medplum/fhirtypes";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { create } from "tar";

const ROOT = join(import.meta.dirname, "..");
const WORK = join(ROOT, "build/package");
const PACKAGE = join(WORK, "kypho-fhir.tgz");
const ABOUT = join(ROOT, "profiles/fhir-package.json");
const DEFINITIONS = /^(StructureDefinition|ValueSet|CodeSystem|ConceptMap|StructureMap)-.+\.json$/;

/** A line of `.index.json`, by which tools find a definition without reading every file. */
type IndexEntry = Readonly<Record<string, string>> & { readonly filename: string };

const contents = new Map<string, string>([["package/package.json", toManifest(readFileSync(ABOUT, "utf8"))]]);
addFolder("package", join(ROOT, "build/structures"));
addFolder("package", join(ROOT, "mappings/concept-maps"));
addFolder("package/example", join(ROOT, "profiles/examples/valid"), /\.json$/);

await pack(contents);
console.log(`package: ${String(contents.size)} files in ${relative(ROOT, PACKAGE)}`);

/** Adds the resources of a folder, minified, with the index of the folder in the package. */
function addFolder(target: string, source: string, wanted = DEFINITIONS): void {
  const index = JSON.parse(contents.get(`${target}/.index.json`) ?? '{"index-version":2,"files":[]}') as {
    files: IndexEntry[];
  };
  const names = existsSync(source) ? readdirSync(source).sort() : [];
  for (const name of names.filter((it) => wanted.test(it))) {
    const resource = JSON.parse(readFileSync(join(source, name), "utf8")) as Resource;
    const filename = target === "package" ? name : `${resource.resourceType}-${name}`;
    contents.set(`${target}/${filename}`, `${JSON.stringify(resource)}\n`);
    index.files.push(toIndexEntry(filename, resource as unknown as Readonly<Record<string, unknown>>));
  }
  index.files.sort((a, b) => (a.filename < b.filename ? -1 : 1));
  contents.set(`${target}/.index.json`, `${JSON.stringify(index)}\n`);
}

function toIndexEntry(filename: string, resource: Readonly<Record<string, unknown>>): IndexEntry {
  const entry: Record<string, string> = { filename };
  for (const key of ["resourceType", "id", "url", "version", "kind", "type"] as const) {
    const value = resource[key];
    if (typeof value === "string") entry[key] = value;
  }
  return entry as IndexEntry;
}

/** npm wants no `date` as we write it, FHIR wants the day without dashes. */
function toManifest(text: string): string {
  const { date, ...about } = JSON.parse(text) as { readonly date: string };
  const directories = { lib: "package", example: "example" };
  return `${JSON.stringify({ ...about, date: `${date.replaceAll("-", "")}000000`, directories }, undefined, 2)}\n`;
}

/** Writes the files and packs them, sorted, without times, owners or modes of this machine. */
async function pack(files: ReadonlyMap<string, string>): Promise<void> {
  const folder = join(WORK, "unpacked");
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode: 0o644 });
  }
  const names = [...files.keys()].sort();
  // portable leaves out uid, gid, inode and access times; the gzip header of zlib carries no time.
  await create(
    { cwd: folder, file: PACKAGE, gzip: { level: 9 }, portable: true, mtime: new Date(0), noDirRecurse: true },
    names,
  );
}
