/**
 * Checks the shape of the tree, and prints each breach as `file:line rule`: folders named after things, a face with a
 * header in each folder of src/, no import cycles, no file cut by length, no work left for later in a comment.
 *
 * Ends with 1 when there is a breach.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** One breach; `line` counts from 1. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const SOURCES = ["src/**/*.{ts,js}", "scripts/**/*.{ts,js}", "test/**/*.ts", "bench/**/*.ts"];
const FORBIDDEN_FOLDERS = ["utils", "helpers", "common", "core", "services", "managers", "types"];
/** The command line is entered by `main.ts`, so no folder imports it by a face. */
const WITHOUT_FACE = new Set(["src/cli", "src/cli/command"]);
const CUT_BY_LENGTH = /-(?:helpers?|impl|new|[2-9])\.(?:ts|js)$/;
const LEFT_FOR_LATER = new RegExp(String.raw`\b(?:${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\b`);

/** All breaches below a folder, in the order of the checks and then of the files. */
export function findBreaches(root: string): readonly Breach[] {
  const files = globSync(SOURCES, { cwd: root })
    .filter((file) => !file.includes("node_modules"))
    .sort();
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  return [
    ...files.flatMap(forbiddenFolders),
    ...missingFaces(
      files.filter((file) => file.startsWith("src/")),
      texts,
    ),
    ...importCycles(texts),
    ...files
      .filter((file) => CUT_BY_LENGTH.test(file))
      .map((file) => ({
        file,
        line: 1,
        message: "A file was cut by length: find the name of the second concept, or rejoin.",
      })),
    ...[...texts].flatMap(([file, text]) => leftForLater(file, text)),
  ];
}

function forbiddenFolders(file: string): Breach[] {
  const folders = dirname(file).split("/");
  const found = folders.filter((folder) => FORBIDDEN_FOLDERS.includes(folder));
  return found.map((folder) => ({
    file,
    line: 1,
    message: `A folder is called ${folder}: name the thing in the domain.`,
  }));
}

/** A folder's face is its `index.ts`, under a header that says what comes in and what goes out. */
function missingFaces(files: readonly string[], texts: ReadonlyMap<string, string>): Breach[] {
  const folders = [...new Set(files.map((file) => dirname(file)))].filter(
    (folder) => folder !== "src" && !WITHOUT_FACE.has(folder),
  );
  return folders.flatMap((folder) => {
    const file = `${folder}/index.ts`;
    const text = texts.get(file);
    if (text === undefined)
      return isPartOfFace(folder, texts) ? [] : [{ file, line: 1, message: "A folder has no face (index.ts)." }];
    return text.startsWith("/**") ? [] : [{ file, line: 1, message: "A face needs a header." }];
  });
}

/** A folder of parts of one file, `emit.ts` beside `emit/`, is entered by that file. */
function isPartOfFace(folder: string, texts: ReadonlyMap<string, string>): boolean {
  return texts.has(`${folder}.ts`);
}

interface Import {
  readonly to: string;
  readonly line: number;
}

/** Each cycle once, told at the import that closes it. Imports of types count too. */
function importCycles(texts: ReadonlyMap<string, string>): Breach[] {
  const imports = new Map(
    [...texts].map(([file, text]) => [file, importsOf(file, text).filter(({ to }) => texts.has(to))]),
  );
  const breaches: Breach[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    path.push(file);
    for (const { to, line } of imports.get(file) ?? []) {
      const start = path.indexOf(to);
      if (start >= 0)
        breaches.push({ file, line, message: `A cycle of imports: ${[...path.slice(start), to].join(" > ")}.` });
      else if (!done.has(to)) visit(to);
    }
    path.pop();
    done.add(file);
  };
  for (const file of texts.keys()) if (!done.has(file)) visit(file);
  return breaches;
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?:type\s+)?(?:[^;"']*?from\s*)?["'](\.[^"']+)["']/gm);
  const imports = [...statements].map((match) => ({
    to: join(dirname(file), match[1] ?? ""),
    line: lineAt(text, match.index),
  }));
  return imports.filter(({ to }, index) => imports.findIndex((one) => one.to === to) === index);
}

function leftForLater(file: string, text: string): Breach[] {
  const found = LEFT_FOR_LATER.exec(text);
  return found === null
    ? []
    : [{ file, line: lineAt(text, found.index), message: `${basename(file)} leaves work for later: file an issue.` }];
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function main(): void {
  const root = join(import.meta.dirname, "..");
  if (!existsSync(join(root, "src"))) throw new Error("check-tree: there is no src");
  const breaches = findBreaches(root);
  for (const { file, line, message } of breaches) process.stderr.write(`${file}:${line} ${message}\n`);
  if (breaches.length > 0) process.exitCode = 1;
}

if (import.meta.main) main();
