import type { Position } from "../fhir/index.ts";

/** A word of FHIRPath or of the mapping language around it. */
export interface Token {
  readonly kind:
    "name" | "quoted-name" | "string" | "double" | "number" | "time" | "variable" | "symbol" | "end" | "bad";
  /** A string's or a quoted name's value, else the text itself; of a variable without `%`, of a time without `@`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const spaces = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const words: readonly (readonly [Token["kind"], RegExp])[] = [
  [
    "time",
    /@(?:T[0-9:.]+|[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?:T(?:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)/y,
  ],
  ["number", /[0-9]+(?:\.[0-9]+)?/y],
  ["name", /\$(?:this|index|total)\b|[A-Za-z_][A-Za-z0-9_]*/y],
  ["symbol", /->|<<|>>|<=|>=|!=|!~|\.\.|[-+*/&|=<>~!.,;:()[\]{}]/y],
];
const quoted = /(['"`])((?:\\[\s\S]|(?!\1)[^\\])*)\1/y;
const variable = /%(?:([A-Za-z_][A-Za-z0-9_-]*)|(['`])((?:\\[\s\S]|(?!\2)[^\\])*)\2)/y;

/**
 * Reads the word that starts at or after an offset; spaces and comments are passed over.
 *
 * The same words serve FHIRPath (https://hl7.org/fhirpath/N1/#lexical-elements) and the mapping language, since an expression
 * stands unquoted inside a map and ends where nothing of it can follow.
 */
export function readToken(text: string, offset: number): Token {
  spaces.lastIndex = offset;
  spaces.exec(text);
  const start = spaces.lastIndex;
  if (start >= text.length) return { kind: "end", text: "", start, end: start };
  const string = at(quoted, text, start);
  if (string !== null) {
    const kind = string[1] === "'" ? "string" : string[1] === '"' ? "double" : "quoted-name";
    return { kind, text: unescape(string[2] ?? ""), start, end: quoted.lastIndex };
  }
  const external = at(variable, text, start);
  if (external !== null) {
    return { kind: "variable", text: external[1] ?? unescape(external[3] ?? ""), start, end: variable.lastIndex };
  }
  for (const [kind, pattern] of words) {
    const found = at(pattern, text, start);
    if (found !== null)
      return { kind, text: kind === "time" ? found[0].slice(1) : found[0], start, end: pattern.lastIndex };
  }
  return { kind: "bad", text: text.slice(start, start + 1), start, end: start + 1 };
}

function at(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f" };

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9A-Fa-f]{4})|([\s\S]))/g,
    (_, hex: string | undefined, letter: string | undefined) =>
      hex === undefined ? (escapes[letter ?? ""] ?? letter ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}
