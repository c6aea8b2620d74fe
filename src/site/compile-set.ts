import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeSystem, ConceptMap, StructureDefinition } from "@medplum/fhirtypes";
import { VERSIONS } from "../../build/maps/versions.js";
import { writeModule } from "../codegen/index.ts";
import { readLosses } from "../extraction/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { toStructureMap } from "../fml/index.ts";
import { packageFile } from "../system/index.ts";
import { checkView } from "./check-view.ts";
import { checkSourceMap, compileMaps, findSourceMaps, readOurs } from "./compile-maps.ts";
import { compileProfiles } from "./compile-profiles.ts";
import { compileCaseSchema, compileSourceForm } from "./compile-schemas.ts";
import { extendLists, listIdOf, type ExtendedLists } from "./extend-lists.ts";
import { readSiteFolder, type SiteSources } from "./site-folder.ts";
import { siteIssue } from "./site-issue.ts";
import {
  DEFINITIONS_FILE,
  EXAMPLES_FILE,
  hashOf,
  LOSSES_FILE,
  PUBLISHED_FILE,
  readBuild,
  readSet,
  SET_FILE,
  type SitePart,
  type SiteSet,
} from "./site-set.ts";

/** A set, and the folder that holds its modules. */
export interface CompiledSet {
  readonly set: SiteSet;
  readonly folder: string;
  /** Hashes of previews that the site agreed to; they are no part of the set. */
  readonly accepted: readonly string[];
}

/**
 * Compiles a site's folder into a folder of `into` that is named by the hash of the set. What is there already is not made again; a
 * folder gets its name last, so that one that was cut off is no set.
 *
 * @returns the set, or every reason why there is none
 */
export function compileSet(siteFolder: string, into: string): Result<CompiledSet> {
  const read = readSiteFolder(siteFolder);
  if (!read.ok) return read;
  const { accepted } = read.value;
  const hash = hashOf(read.value.hash, readBuild());
  const folder = join(into, hash.slice(0, 16));
  const known = readSet(folder);
  if (known?.hash === hash) return { ok: true, value: { set: known, folder, accepted } };
  // A command may compile the same folder beside the service.
  const unfinished = `${folder}.${process.pid}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const made = compileInto(unfinished, read.value, hash);
  if (!made.ok) {
    rmSync(unfinished, { recursive: true, force: true });
    return made;
  }
  // Without it, Node would have to find out by their text that the files are modules.
  writeFileSync(join(unfinished, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(unfinished, SET_FILE), `${JSON.stringify(made.value, undefined, 2)}\n`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return { ok: true, value: { set: made.value, folder, accepted } };
}

/** The address of a face of the package, as a module in another folder imports it. */
function address(...folders: readonly string[]): string {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`../${folders.join("/")}/index.${ending}`, import.meta.url).href;
}

function compileInto(target: string, sources: SiteSources, hash: string): Result<SiteSet> {
  const issues: Issue[] = [];
  const ofType = <T>(type: string) =>
    sources.resources
      .filter(({ resource }) => resource.resourceType === type)
      .map(({ resource }) => resource as unknown as T);
  const ourLists = readOurs(/\.json$/, "mappings/concept-maps") as ConceptMap[];
  const brought = ofType<ConceptMap>("ConceptMap");
  const lists = extendLists(ourLists, brought, sources.localCodes);
  issues.push(...lists.issues);
  for (const { file, resource } of sources.resources)
    if ((resource.resourceType as string) === "ViewDefinition") issues.push(...checkView(file, resource));

  const form = compileForm(target, sources);
  if (!form.ok) issues.push(...form.issues);
  const model = form.ok ? form.value : undefined;
  const sourceIssue = form.ok ? checkSourceMap(sources.maps, model) : undefined;
  if (sourceIssue) issues.push(sourceIssue);

  const isRemapped = sources.maps.length > 0 || lists.changed.size > 0;
  if (lists.changed.size > 0 && lists.issues.length === 0) compileCaseSchema(target, lists.conceptMaps, lists.changed);
  let sourceEntry: string | undefined;
  if (isRemapped && sourceIssue === undefined && form.ok) {
    const [sourceMap] = findSourceMaps(sources.maps);
    const resources = [...ofType<CodeSystem>("CodeSystem"), ...(model === undefined ? [] : [model])];
    const compiled = compileMaps(
      target,
      { maps: sources.maps, conceptMaps: lists.conceptMaps, resources, ...(sourceMap && { sourceMap }) },
      address("fml", "runtime"),
    );
    if (compiled.ok) sourceEntry = compiled.value.sourceEntry;
    else issues.push(...compiled.issues);
  }

  const definitions = sources.resources.filter(({ resource }) =>
    ["StructureDefinition", "ValueSet", "CodeSystem"].includes(resource.resourceType),
  );
  const runtime = { clean: address("structure", "runtime", "clean"), fhirpath: address("fhirpath", "runtime") };
  const profiles = compileProfiles(target, definitions, runtime);
  issues.push(...profiles.issues);
  if (issues.length > 0) return { ok: false, issues };

  const versions = versionsOf(sources, isRemapped, definitions.length > 0);
  writeModule(join(target, "maps/versions.js"), `export const VERSIONS = ${JSON.stringify(versions)};\n`);
  const ourLosses = readLosses(readFileSync(packageFile("mappings/losses.json"), "utf8"));
  const write = (file: string, value: unknown) => writeModule(join(target, file), `${JSON.stringify(value)}\n`);
  write(LOSSES_FILE, [...ourLosses, ...sources.losses, ...lists.losses]);
  write(
    DEFINITIONS_FILE,
    definitions.map(({ resource }) => resource),
  );
  write(EXAMPLES_FILE, sources.examples);
  write(PUBLISHED_FILE, publishedOf(sources, lists, model));
  const set: SiteSet = {
    hash,
    versions,
    parts: partsOf(sources),
    build: readBuild(),
    ...(model !== undefined && sourceEntry !== undefined && { sourceForm: { url: model.url, entry: sourceEntry } }),
    ...profiles.compiled,
  };
  return { ok: true, value: set };
}

/** What others may read of a set: what the site brought, ConceptMaps with its local codes, its maps, and the form of its documents. */
function publishedOf(
  { resources, maps }: SiteSources,
  { conceptMaps, changed }: ExtendedLists,
  model: StructureDefinition | undefined,
): readonly object[] {
  const brought = resources
    .map(({ resource }) => resource)
    .filter(
      ({ resourceType, ...one }) => resourceType !== "ConceptMap" && (one as { url?: string }).url !== model?.url,
    );
  return [
    ...brought,
    ...conceptMaps.filter((map) => changed.has(listIdOf(map))),
    ...maps.map((map) => ({ ...toStructureMap(map), status: "active" })),
    ...(model === undefined ? [] : [model]),
  ];
}

/** The form of the site's documents, compiled; undefined where they are cases as we know them. */
function compileForm(
  target: string,
  { schema, resources, maps }: SiteSources,
): Result<StructureDefinition | undefined> {
  const used = new Set(findSourceMaps(maps).flatMap(({ uses }) => uses.map(({ url }) => url)));
  const model = resources.find(
    ({ resource }) =>
      resource.resourceType === "StructureDefinition" && resource.kind === "logical" && used.has(resource.url),
  );
  const file = schema?.file ?? model?.file;
  if (file === undefined) return { ok: true, value: undefined };
  try {
    const form = schema === undefined ? { model: model?.resource as StructureDefinition } : { schema: schema.schema };
    return { ok: true, value: compileSourceForm(target, form) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      ok: false,
      issues: [siteIssue("form", "not-supported", `A form that can be compiled was expected: ${error.message}`, file)],
    };
  }
}

/** Of what a site changed, the version says so and by which content: build metadata of https://semver.org */
function versionsOf(sources: SiteSources, isRemapped: boolean, hasDefinitions: boolean): typeof VERSIONS {
  const site = `+site.${sources.hash.slice(0, 12)}`;
  const hasCodes = sources.resources.some(({ resource }) =>
    ["CodeSystem", "ValueSet", "ConceptMap"].includes(resource.resourceType),
  );
  return {
    map: VERSIONS.map + (isRemapped ? site : ""),
    profiles: VERSIONS.profiles + (hasDefinitions ? site : ""),
    terminology: VERSIONS.terminology + (hasCodes || sources.localCodes.length > 0 ? site : ""),
  };
}

function partsOf(sources: SiteSources): readonly SitePart[] {
  const found = sources.files.map(({ file, hash }): SitePart[] => {
    const map = sources.maps.find((one) => one.file === file);
    if (map !== undefined) return [{ file, kind: "map", url: map.url, hash }];
    const inside = sources.resources.filter((one) => one.file === file || one.file.startsWith(`${file}/`));
    if (inside.length > 0) {
      return inside.map(({ file: from, resource }) => {
        const { url, version } = resource as { readonly url?: string; readonly version?: string };
        return { file: from, kind: resource.resourceType, ...(url && { url }), ...(version && { version }), hash };
      });
    }
    if (file === sources.schema?.file) return [{ file, kind: "form", url: String(sources.schema.schema["$id"]), hash }];
    return [
      { file, kind: file.endsWith(".csv") ? "local-codes" : file.startsWith("examples/") ? "example" : "losses", hash },
    ];
  });
  return found.flat();
}
