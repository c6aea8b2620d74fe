import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findBreaches } from "../../../scripts/check-tree.ts";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** The breaches of a tree of these files, as they are printed. */
function breachesOf(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), "tree-"));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return findBreaches(root).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

const FACE = "/** A face. */\n";

describe("the check of the tree", () => {
  it("finds nothing in a tree that keeps the rules", () => {
    expect(
      breachesOf({ "src/case/index.ts": FACE, "src/case/level.ts": 'import "./time.ts";\n', "src/case/time.ts": "" }),
    ).toEqual([]);
  });

  it("refuses a folder that is named after no thing", () => {
    expect(breachesOf({ "src/utils/index.ts": FACE })).toEqual([
      "src/utils/index.ts:1 A folder is called utils: name the thing in the domain.",
    ]);
  });

  it("refuses a folder without a face", () => {
    expect(breachesOf({ "src/case/level.ts": "" })).toEqual(["src/case/index.ts:1 A folder has no face (index.ts)."]);
  });

  it("takes the file of the same name for the face of its parts", () => {
    expect(breachesOf({ "src/fml/index.ts": FACE, "src/fml/emit.ts": "", "src/fml/emit/rule.ts": "" })).toEqual([]);
  });

  it("refuses a face without a header", () => {
    expect(breachesOf({ "src/case/index.ts": "export {};\n" })).toEqual(["src/case/index.ts:1 A face needs a header."]);
  });

  it("tells a cycle at the import that closes it, imports of types too", () => {
    const files = {
      "src/a.ts": 'import { b } from "./b.ts";\n',
      "src/b.ts": '\nimport type {\n  A,\n} from "./a.ts";\n',
    };
    expect(breachesOf(files)).toEqual(["src/b.ts:2 A cycle of imports: src/a.ts > src/b.ts > src/a.ts."]);
  });

  it("refuses a file that was cut by length", () => {
    const [breach] = breachesOf({ "src/level-helpers.ts": "" });
    expect(breach).toContain("src/level-helpers.ts:1 A file was cut by length");
  });

  it("finds work that a comment leaves for later, with its line", () => {
    expect(breachesOf({ "src/level.ts": `\n// ${"TO" + "DO"}: later\n` })).toEqual([
      "src/level.ts:2 level.ts leaves work for later: file an issue.",
    ]);
  });
});
