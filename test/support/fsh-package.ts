import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "tar";

const ROOT = join(import.meta.dirname, "../..");
const CACHE = join(ROOT, "build/sushi/home/.fhir/packages");
const NOWHERE = "http://127.0.0.1:9/";

/** A package of a hospital, as SUSHI builds it of FHIR Shorthand. */
export interface FshPackage {
  /** The gzipped archive. */
  readonly file: string;
  /** The same definitions as files of a folder. */
  readonly folder: string;
  readonly close: () => void;
}

const CONFIG = `canonical: https://hospital.example.org/fhir
id: hospital.fhir
name: Hospital
version: 1.2.0
fhirVersion: 4.0.1
status: active
FSHOnly: true
dependencies:
  kypho-fhir: 0.1.0
`;

/**
 * Builds a FHIR package of FHIR Shorthand, offline: R4 is what the build left for SUSHI, and the package kypho-fhir is ours.
 *
 * @throws Error with SUSHI's log where it finds an error
 */
export async function buildFshPackage(fsh: string): Promise<FshPackage> {
  const work = mkdtempSync(join(tmpdir(), "kypho-fsh-"));
  const packages = join(work, "home/.fhir/packages");
  mkdirSync(packages, { recursive: true });
  for (const name of readdirSync(CACHE)) symlinkSync(join(CACHE, name), join(packages, name));
  cpSync(join(ROOT, "build/package/unpacked"), join(packages, "kypho-fhir#0.1.0"), { recursive: true });
  mkdirSync(join(work, "source/input/fsh"), { recursive: true });
  writeFileSync(join(work, "source/sushi-config.yaml"), CONFIG);
  writeFileSync(join(work, "source/input/fsh/hospital.fsh"), fsh);
  const env = { ...process.env, HOME: join(work, "home"), FPL_REGISTRY: NOWHERE, HTTPS_PROXY: NOWHERE };
  const sushi = join(ROOT, "node_modules/fsh-sushi/dist/app.js");
  const run = spawnSync(process.execPath, [sushi, "build", join(work, "source"), "--snapshot"], {
    env: { ...env, npm_config_offline: "true" },
    encoding: "utf8",
  });
  const folder = join(work, "source/fsh-generated/resources");
  if (run.status !== 0 || !existsSync(folder)) throw new Error(`SUSHI failed.\n${run.stdout}${run.stderr}`);
  const file = join(work, "hospital.fhir.tgz");
  mkdirSync(join(work, "package"));
  for (const name of readdirSync(folder)) cpSync(join(folder, name), join(work, "package", name));
  const manifest = { name: "hospital.fhir", version: "1.2.0", fhirVersions: ["4.0.1"], dependencies: {} };
  writeFileSync(join(work, "package/package.json"), JSON.stringify(manifest));
  await create({ cwd: work, file, gzip: true }, ["package"]);
  return { file, folder, close: () => rmSync(work, { recursive: true }) };
}
