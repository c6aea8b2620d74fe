/**
 * Writes `dist/`, which the published package runs on: the checkout's own tree in small, `src` compiled by tsc and beside it,
 * at the same places, what `npm run build` wrote and what is read at run time. Node strips no types below `node_modules`, so
 * nothing in it may name a `.ts` file.
 *
 * Needs `npm run build` before it. Ends with 1 where a module would not be found there.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

/** What is copied as it is. */
const SHIPPED = ["build", "mappings", "examples", "openapi.yaml", "src/cli/kypho.js"];

/** Of the build, what only the checkout needs: SUSHI's cache, Java programs, test data and what the FHIR package was made of. */
const LEFT_OUT = ["build/sushi", "build/interop", "build/conformance", "build/package/unpacked"];

rmSync(DIST, { recursive: true, force: true });
execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.dist.json"], {
  cwd: ROOT,
  stdio: "inherit",
});
for (const path of SHIPPED) {
  mkdirSync(dirname(join(DIST, path)), { recursive: true });
  cpSync(join(ROOT, path), join(DIST, path), {
    recursive: true,
    filter: (from) => !LEFT_OUT.includes(relative(ROOT, from)),
  });
}
for (const file of globSync("build/**/*.{js,d.ts}", { cwd: DIST })) nameCompiled(join(DIST, file));
for (const file of globSync("src/**/*.d.ts", { cwd: DIST })) nameCompiled(join(DIST, file));

// `dist` is the top that modules see: its package.json says that they are modules, and which version they are.
const { name, version, type } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<string, string>;
writeFileSync(join(DIST, "package.json"), `${JSON.stringify({ name, version, type }, undefined, 2)}\n`);

// kypho.js asks which of the two it finds.
const modules = globSync("{src,build}/**/*.js", { cwd: DIST }).filter((file) => file !== "src/cli/kypho.js");
const lost = modules.flatMap(missingModules);
for (const line of lost) console.error(line);
if (lost.length > 0) process.exitCode = 1;

/** Lets a module name the compiled ones beside it. */
function nameCompiled(file: string): void {
  const text = readFileSync(file, "utf8");
  const named = text.replaceAll(/((?:from|import) ?\(?["']\.{1,2}\/[^"']*)\.ts(["'])/g, "$1.js$2");
  if (named !== text) writeFileSync(file, named);
}

/** What a module imports, or makes an address of, that is not in `dist`. */
function missingModules(file: string): string[] {
  const text = readFileSync(join(DIST, file), "utf8");
  const named = text.matchAll(
    /(?:^(?:import|export) (?:[^"'`;]* from )?|\bimport\(|new URL\()["'](\.{1,2}\/[^"']*)["']/gm,
  );
  return [...named]
    .map(([, path = ""]) => path)
    .filter((path) => !existsSync(join(DIST, dirname(file), path)))
    .map((path) => `dist/${file} names ${path}, which is not in dist`);
}
