/**
 * A piece of JavaScript. Only this folder makes one, so text that came from a map or a profile can reach a module
 * as a quoted value or a checked name, never as code.
 */
export interface Code {
  readonly [brand]: true;
  readonly text: string;
}
// Nobody else has the symbol, and no text that is parsed can name it.
const brand = Symbol("code");

/** What a template may hold: code stays code, anything else is written as a quoted value. */
export type Embeddable = Code | readonly Code[] | string | number | boolean | null;

function make(text: string): Code {
  return { [brand]: true, text };
}

/** Says whether a value was made here; a look-alike that was parsed from JSON was not. */
export function isCode(value: unknown): value is Code {
  return typeof value === "object" && value !== null && brand in value;
}

/**
 * The template that writes code: `` code`${target}.status = ${"final"};` ``.
 *
 * Strings, numbers, booleans and null become literals; a list of codes becomes its lines. A piece of several lines keeps
 * the indentation of the line it stands in. No literal spans lines, so this never changes a value.
 *
 * @throws TypeError for a value of any other kind: our own bug
 */
export function code(parts: TemplateStringsArray, ...values: readonly Embeddable[]): Code {
  let text = parts[0] ?? "";
  values.forEach((value, index) => {
    const piece = textOf(value);
    text += (piece.includes("\n") ? piece.replaceAll("\n", `\n${marginOf(text)}`) : piece) + (parts[index + 1] ?? "");
  });
  return make(text);
}

/** The white space that the last line of a text begins with. */
function marginOf(text: string): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n") + 1))?.[0] ?? "";
}

function textOf(value: Embeddable): string {
  if (isCode(value)) return value.text;
  if (Array.isArray(value)) return lines(value as readonly Code[]).text;
  return quote(value as string | number | boolean | null);
}

function quote(value: string | number | boolean | null): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("A number in code must be finite.");
  if (value !== null && !["string", "number", "boolean"].includes(typeof value)) {
    throw new TypeError(`Code cannot hold a value of type ${typeof value}.`);
  }
  // Old readers take these two for line ends, and a comment or a log may carry the text further.
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Codes one below the other; empty ones leave no line. */
export function lines(codes: readonly Code[]): Code {
  return make(
    codes
      .filter((piece) => piece.text !== "")
      .map((piece) => piece.text)
      .join("\n"),
  );
}

/** Codes side by side, with one of a few separators between them. */
export function join(codes: readonly Code[], separator: ", " | " && " | " || " | " ?? " | " + " | ""): Code {
  return make(codes.map((piece) => piece.text).join(separator));
}

/** No code at all. */
export const nothing: Code = make("");

/** A comment of one line, whatever the text holds. */
export function comment(text: string): Code {
  return make(`// ${text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim()}`.trimEnd());
}

/** The comment that a piece starts with. */
export function headOf(piece: Code): string | undefined {
  return /^\/\/ [^\n]*/.exec(piece.text)?.[0];
}

/** A piece without the comment that it starts with. */
export function withoutHead(piece: Code): Code {
  return make(piece.text.replace(/^\/\/ [^\n]*\n?/, ""));
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** An identifier as code. @throws TypeError when the text is not one: our own bug */
export function name(text: string): Code {
  if (!identifier.test(text) || reserved.has(text)) throw new TypeError("Expected a JavaScript identifier.");
  return make(text);
}

/** `object.element`, or `object["odd name"]` where the name is no identifier. */
export function member(object: Code, element: string, optional = false): Code {
  if (identifier.test(element)) return make(`${object.text}${optional ? "?." : "."}${element}`);
  return make(`${object.text}${optional ? "?." : ""}[${quote(element)}]`);
}

/** A key of an object literal. `__proto__` is quoted in brackets, since it would set the prototype. */
export function key(element: string): Code {
  if (element === "__proto__") return make('["__proto__"]');
  return make(identifier.test(element) ? element : quote(element));
}

/** A value of JSON as a literal, in the order of its keys. */
export function literal(value: unknown): Code {
  if (Array.isArray(value)) return make(`[${value.map((item) => literal(item).text).join(", ")}]`);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([field, item]) => `${key(field).text}: ${literal(item).text}`);
    return make(entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`);
  }
  return make(quote(value as string | number | boolean | null));
}

/** The literals and texts of a string that is put together at run time: `"Patient/" + id`. V8 asks no value for its text here. */
export function sum(pieces: readonly (string | Code)[]): Code {
  const [first = "", second] = pieces;
  const isText = typeof first === "string" || typeof second === "string";
  const terms = (isText ? pieces : ["", ...pieces]).map((piece) => (isCode(piece) ? term(piece) : quote(piece)));
  return make(terms.join(" + "));
}

/** A name, or something that stands in brackets or is quoted. */
const TERM = /^(?:[A-Za-z_$][\w$]*|`[^`]*`|\((?:[^()]|\([^()]*\))*\))$/;

function term({ text }: Code): string {
  return TERM.test(text) ? text : `(${text})`;
}

/** The literals and other pieces of a string that is put together at run time: `` `Patient/${id}` ``. */
export function template(pieces: readonly (string | Code)[]): Code {
  const text = pieces.map((piece) => {
    if (isCode(piece)) return `\${${piece.text}}`;
    return JSON.stringify(piece).slice(1, -1).replaceAll("`", "\\`").replaceAll("${", "\\${");
  });
  return make(`\`${text.join("")}\``);
}

/** Words that are no names in a strict module. */
export const reserved: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof var void while with yield undefined NaN Infinity"
  ).split(" "),
);
