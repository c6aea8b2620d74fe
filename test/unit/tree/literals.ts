import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../../..");

/** A text or a number that stands in a source. */
export interface Literal {
  /** Below src. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The sources below src, file name to text. */
export function readSources(): ReadonlyMap<string, string> {
  const files = globSync("**/*.{ts,js}", { cwd: join(root, "src") }).sort();
  return new Map(files.map((file) => [file, readFileSync(join(root, "src", file), "utf8")]));
}

/** Every string, number and piece of a template in the sources; names of imported files are none. */
export function readLiterals(sources: ReadonlyMap<string, string>): readonly Literal[] {
  const found: Literal[] = [];
  for (const [file, text] of sources) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
      if (ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        found.push({ file, line, text: node.text });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}
