import type { Result } from "../fhir/index.ts";
import { readConceptMap } from "./parse-concept-map.ts";
import { createMapIssues, type MapIssues } from "./map-issue.ts";
import { readHeader } from "./parse-header.ts";
import { readRule } from "./parse-rule.ts";
import type { ConceptMap } from "./terminology.ts";
import type { Group, Import, Input, MapTree, Rule, Uses } from "./tree.ts";
import { createWords, SyntaxFault, type Words } from "./words.ts";

/**
 * Reads a map. https://hl7.org/fhir/R4/mapping-language.html#grammar
 *
 * @param file how issues and comments name the map
 * @returns the tree, or every issue: after a fault the parser goes on with the next rule
 */
export function parseMap(text: string, file: string): Result<MapTree> {
  const issues = createMapIssues(file);
  const words = createWords(text.replace(/^\uFEFF/, " "));
  const tree = guarded(words, issues, () => readMap(words, file, issues));
  if (tree === undefined || issues.all.some(({ severity }) => severity === "error"))
    return { ok: false, issues: issues.all };
  return { ok: true, value: tree, warnings: issues.all };
}

function guarded<T>(words: Words, issues: MapIssues, read: () => T, next?: () => void): T | undefined {
  const start = words.peek().start;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    issues.error(error.rule, error.message, error.at);
    if (words.peek().start === start) words.take();
    next?.();
    return undefined;
  }
}

function readMap(words: Words, file: string, issues: MapIssues): MapTree {
  const at = words.here();
  const { url, name } = readIdentity(words);
  const uses: Uses[] = [];
  const imports: Import[] = [];
  const groups: Group[] = [];
  const conceptMaps: ConceptMap[] = [];
  while (words.peek().kind !== "end") {
    guarded(
      words,
      issues,
      () => {
        const word = words.peek().text;
        if (word === "uses") uses.push(readUses(words));
        else if (word === "imports") imports.push(readImport(words));
        else if (word === "group") groups.push(readGroup(words, issues));
        else if (word === "conceptmap") conceptMaps.push(readConceptMap(words));
        else if (word === "let")
          throw new SyntaxFault(
            `R4 knows no "let": write the literal, or bind the value in a rule.`,
            words.here(),
            "fml/unsupported",
          );
        else throw words.fault('"uses", "imports", "conceptmap" or "group"');
      },
      () => {
        while (words.peek().kind !== "end" && !parts.has(words.peek().text)) words.take();
      },
    );
  }
  if (groups.length === 0 && issues.all.length === 0) throw new SyntaxFault("Expected a group, found none.", at);
  return { at, file, url, name, uses, imports, groups, conceptMaps, lines: words.text.split("\n") };
}

/** The words that a part of a map starts with, where the parser goes on after a fault. */
const parts: ReadonlySet<string> = new Set(["uses", "imports", "conceptmap", "group"]);

/** `map "url" = "name"`, or the lines `/// url = '…'` that later releases put in its place. */
function readIdentity(words: Words): { readonly url: string; readonly name: string } {
  const header = readHeader(words.text);
  if (words.takeIf("map") === undefined) {
    if (header.url === undefined) throw words.fault('"map"');
    return { url: header.url, name: header.name ?? header.url.slice(header.url.lastIndexOf("/") + 1) };
  }
  const url = words.expectString("the map's url");
  words.expect("=");
  const { kind } = words.peek();
  const isName = kind === "name" || kind === "quoted-name";
  return { url, name: isName ? words.take().text : words.expectString("the map's name") };
}

function readUses(words: Words): Uses {
  const at = words.here();
  words.expect("uses");
  const url = words.expectString("the url of a structure");
  const alias = words.takeIf("alias") === undefined ? undefined : words.expectName("an alias");
  words.expect("as");
  const mode = words.takeIf("source", "target", "queried", "produced");
  if (mode === undefined) throw words.fault('"source" or "target"');
  return { at, url, ...(alias === undefined ? {} : { alias }), mode: mode as Uses["mode"] };
}

function readImport(words: Words): Import {
  const at = words.here();
  words.expect("imports");
  return { at, url: words.expectString("the url of a map") };
}

function readGroup(words: Words, issues: MapIssues): Group {
  words.expect("group");
  const at = words.here();
  const name = words.expectName("the group's name");
  const inputs: Input[] = [];
  words.expect("(");
  do inputs.push(readInput(words));
  while (words.takeIf(",") !== undefined);
  words.expect(")");
  const base =
    words.takeIf("extends") === undefined ? undefined : { at: words.here(), name: words.expectName("a group's name") };
  const typeMode = readTypeMode(words);
  const rules = readRules(words, issues);
  return {
    at,
    name,
    inputs,
    ...(base === undefined ? {} : { extends: base }),
    ...(typeMode === undefined ? {} : { typeMode }),
    rules,
  };
}

function readInput(words: Words): Input {
  const at = words.here();
  const mode = words.takeIf("source", "target");
  if (mode === undefined) throw words.fault('"source" or "target"');
  const name = words.expectName("a parameter's name");
  const type = words.takeIf(":") === undefined ? undefined : words.expectName("a type");
  return { at, mode: mode as Input["mode"], name, ...(type === undefined ? {} : { type }) };
}

function readTypeMode(words: Words): Group["typeMode"] {
  if (words.takeIf("<<") === undefined) return undefined;
  const word = words.takeIf("types", "type");
  if (word === undefined) throw words.fault('"types" or "type+"');
  const both = words.takeIf("+") !== undefined;
  words.expect(">>");
  return both ? "type-and-types" : "types";
}

/** Reads `{ rule; … }`; a rule that cannot be read is passed over up to its `;`, so that the next ones are read. */
export function readRules(words: Words, issues: MapIssues): Rule[] {
  words.expect("{");
  const rules: Rule[] = [];
  while (words.takeIf("}") === undefined) {
    if (words.peek().kind === "end") throw words.fault('"}"');
    const rule = guarded(
      words,
      issues,
      () => readRule(words, issues, readRules),
      () => {
        passRule(words);
      },
    );
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

function passRule(words: Words): void {
  for (let depth = 0; words.peek().kind !== "end";) {
    const { text, kind } = words.peek();
    if (kind === "symbol" && depth === 0 && text === "}") return;
    words.take();
    if (kind !== "symbol") continue;
    if (text === "{") depth++;
    if (text === "}") depth--;
    if (text === ";" && depth <= 0) return;
  }
}
