import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { code, comment, join, lines, nothing, type Code } from "./code.ts";

/** One module as its parts. */
export interface ModuleParts {
  /** Lines of the comment on top: what the module is made from. */
  readonly header: readonly string[];
  /** Names that are imported, by module specifier. */
  readonly imports: ReadonlyMap<string, readonly Code[]>;
  readonly body: readonly Code[];
}

/** The text of a module: the same parts give the same bytes. */
export function moduleText(parts: ModuleParts): string {
  const imports = [...parts.imports]
    .filter(([, names]) => names.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([from, names]) => code`import { ${join([...names].sort(byText), ", ")} } from ${from};`);
  const head = lines([...parts.header.map(comment), ...imports]);
  return [head, ...parts.body.filter((piece) => piece !== nothing)].map((piece) => `${piece.text}\n`).join("\n");
}

const byText = (a: Code, b: Code) => (a.text < b.text ? -1 : 1);

/** Writes a file, and its folders, unless it already holds this text. Tells whether it wrote. */
export function writeModule(path: string, text: string): boolean {
  if (current(path) === text) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return true;
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // Nothing there yet; a folder that cannot be read fails at the write.
  }
}
