import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageFile } from "../../../src/system/index.ts";
import { runToEnd } from "./child-processes.ts";

/** The three Java programs, built. */
export interface JavaHarness {
  /** The command of one of them; its options are in hapi/README.md. */
  readonly command: (program: "validator" | "transform" | "server") => string;
  /** Where logs of this run go. */
  readonly logFolder: string;
}

/** What is missing on this machine, in words for whoever has to install it. */
export class MissingRequirement extends Error {}

const SOURCES = packageFile("test/interop/hapi");
const BUILT = packageFile("build/interop/hapi");
const STAMP = "built-from";
const JAVA_VERSION = 17;

/**
 * The harness that `KYPHO_HAPI` names, else the one in build/interop/hapi, which is built where it is missing or
 * older than its sources.
 *
 * @throws MissingRequirement where there is no Java 17 or, for building, no Maven, or where a prebuilt harness is of
 *   other sources
 */
export async function openJavaHarness(tell: (line: string) => void): Promise<JavaHarness> {
  requireJava();
  const prebuilt = process.env["KYPHO_HAPI"];
  const home = prebuilt ?? BUILT;
  if (prebuilt !== undefined) assertBuiltFromSources(prebuilt);
  else if (readStamp(BUILT) !== sourcesHash()) await build(tell);
  const logFolder = packageFile("build/interop/logs");
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true });
  return { command: (program) => join(home, program), logFolder };
}

async function build(tell: (line: string) => void): Promise<void> {
  const { status } = spawnSync("mvn", ["--version"]);
  if (status !== 0) {
    throw new MissingRequirement(
      "Maven 3.8 or newer is needed to build test/interop/hapi (Debian: apt-get install maven), " +
        "or a built harness in KYPHO_HAPI.",
    );
  }
  tell("building test/interop/hapi with Maven: a first build downloads 320 MB and takes some minutes");
  const startedAt = performance.now();
  rmSync(BUILT, { recursive: true, force: true });
  cpSync(SOURCES, BUILT, { recursive: true, filter: (path) => !relative(SOURCES, path).startsWith("target") });
  await runToEnd(join(BUILT, "build"), []);
  writeFileSync(join(BUILT, STAMP), sourcesHash());
  tell(`built in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}

function requireJava(): void {
  const { stderr, status } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (status === 0 && version >= JAVA_VERSION) return;
  const found = status === 0 ? `version ${version}` : "none";
  throw new MissingRequirement(
    `Java ${JAVA_VERSION} or newer is needed, found ${found} (Debian: apt-get install openjdk-17-jdk-headless).`,
  );
}

function assertBuiltFromSources(folder: string): void {
  if (readStamp(folder) === sourcesHash()) return;
  throw new MissingRequirement(
    `KYPHO_HAPI names a harness that was not built from test/interop/hapi as it is now. Run the lane without ` +
      `KYPHO_HAPI to build it, and copy ${relative(process.cwd(), BUILT)}.`,
  );
}

function readStamp(folder: string): string | undefined {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** What the built programs depend on; the page about them is not among it. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith("target") && path !== "README.md")
    .sort();
  for (const path of files) hash.update(`${path}\n`).update(readFileSync(join(SOURCES, path)));
  return hash.digest("hex");
}
