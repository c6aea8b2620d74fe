import { parseExpression, positionAt, type Expression } from "../fhirpath/index.ts";
import type { MapIssues } from "./map-issue.ts";
import { allTransforms } from "./transform/names.ts";
import type {
  Argument,
  Condition,
  Dependent,
  ListMode,
  Parameter,
  Reference,
  Rule,
  Source,
  Target,
  Transform,
} from "./tree.ts";
import { SyntaxFault, type Words } from "./words.ts";

type ReadRules = (words: Words, issues: MapIssues) => Rule[];

/** Reads one rule up to its `;`. https://hl7.org/fhir/R4/mapping-language.html#7.8.0.8 */
export function readRule(words: Words, issues: MapIssues, readRules: ReadRules): Rule {
  const at = words.here();
  const source = readSource(words);
  const otherSources: Source[] = [];
  while (words.takeIf(",") !== undefined) otherSources.push(readSource(words));
  const targets: Target[] = [];
  const dependents: Dependent[] = [];
  if (words.takeIf("->") !== undefined) {
    do {
      const target = readTarget(words);
      if ("variables" in target) dependents.push(target);
      else targets.push(target);
    } while (words.takeIf(",") !== undefined);
  }
  let rules: Rule[] = [];
  if (words.takeIf("then") !== undefined) {
    if (words.peek().text === "{") rules = readRules(words, issues);
    else {
      do dependents.push(readDependent(words));
      while (words.takeIf(",") !== undefined);
      if (words.peek().text === "{")
        throw new SyntaxFault("A rule takes groups or inner rules, not both.", words.here());
    }
  }
  const name =
    words.peek().kind === "double" || words.peek().kind === "string" ? words.take().text : nameOf(source, at);
  words.expect(";");
  return { at, name, source, otherSources, targets, rules, dependents };
}

/** A rule without a name is called by its source element, or by where it stands. */
function nameOf(source: Source, at: Rule["at"]): string {
  return source.element?.name ?? `${source.context.replaceAll("_", "-")}-${at.line}`;
}

function optional<K extends string, V>(field: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [field]: value } as Record<K, V>);
}

function readSource(words: Words): Source {
  const at = words.here();
  const context = words.expectName("a variable of the source");
  const element = words.takeIf(".") === undefined ? undefined : readReference(words, "an element");
  const type = words.takeIf(":") === undefined ? undefined : readReference(words, "a type");
  const cardinality = words.peek().kind === "number" ? readCardinality(words) : {};
  const defaultValue = words.takeIf("default") === undefined ? undefined : readDefault(words);
  const listMode = words.takeIf("first", "not_first", "last", "not_last", "only_one") as ListMode | undefined;
  const variable = words.takeIf("as") === undefined ? undefined : words.expectName("a variable");
  const where = words.takeIf("where") === undefined ? undefined : readCondition(words);
  const check = words.takeIf("check") === undefined ? undefined : readCondition(words);
  const log = words.takeIf("log") === undefined ? undefined : readCondition(words);
  return {
    at,
    context,
    ...cardinality,
    ...optional("element", element),
    ...optional("type", type),
    ...optional("defaultValue", defaultValue),
    ...optional("listMode", listMode),
    ...optional("variable", variable),
    ...optional("where", where),
    ...optional("check", check),
    ...optional("log", log),
  };
}

function readReference(words: Words, what: string): Reference {
  return { at: words.here(), name: words.expectName(what) };
}

function readCardinality(words: Words): { min: number; max: string } {
  const min = Number(words.take().text);
  words.expect("..");
  const max = words.peek();
  if (max.kind !== "number" && max.text !== "*") throw words.fault("a number or *");
  return { min, max: words.take().text };
}

function readDefault(words: Words): Parameter {
  if (words.takeIf("(") === undefined) return readParameter(words);
  const expression = readExpression(words);
  words.expect(")");
  return expression;
}

function readCondition(words: Words): Condition {
  const at = words.here();
  const start = words.peek().start;
  const parsed = parseExpression(words.text, start);
  if (!parsed.ok)
    throw new SyntaxFault(parsed.fault.message, positionAt(words.text, parsed.fault.at), parsed.fault.rule);
  words.goTo(parsed.end);
  return { at, text: words.text.slice(start, parsed.end), tree: parsed.value };
}

/** A target, or the call of a group that stands among the targets. */
function readTarget(words: Words): Target | Dependent {
  const at = words.here();
  const first = words.expectName("a variable or a transform");
  let target: Pick<Target, "context" | "element" | "transform">;
  if (words.peek().text === "(" && !allTransforms.has(first))
    return { at, name: first, variables: readArguments(words) };
  if (words.peek().text === "(") {
    target = { transform: { at, name: first, parameters: readParameters(words, first) } };
  } else {
    const element = words.takeIf(".") === undefined ? undefined : readReference(words, "an element");
    if (words.peek().text === ".") throw new SyntaxFault("A target path has one step.", words.here());
    const transform = words.takeIf("=") === undefined ? undefined : readTransform(words);
    target = { context: first, ...optional("element", element), ...optional("transform", transform) };
  }
  const variable = words.takeIf("as") === undefined ? undefined : words.expectName("a variable");
  const listModes: string[] = [];
  let share: string | undefined;
  for (;;) {
    const mode = words.takeIf("first", "share", "last", "collate");
    if (mode === undefined)
      return { at, ...target, ...optional("variable", variable), listModes, ...optional("share", share) };
    listModes.push(mode);
    if (mode === "share") share = words.expectName("the name of what is shared");
  }
}

function readTransform(words: Words): Transform {
  const at = words.here();
  const word = words.peek();
  if (words.takeIf("(") !== undefined) {
    const parameters = [readExpression(words)];
    words.expect(")");
    return { at, name: "evaluate", parameters };
  }
  if (word.kind === "quoted-name" || (word.kind === "name" && !["true", "false"].includes(word.text))) {
    const name = words.take().text;
    if (words.peek().text === "(") return { at, name, parameters: readParameters(words, name) };
    if (words.peek().text === ".") return readPath(words, name, word.start, at);
    return { at, name: "copy", parameters: [{ at, kind: "variable", text: name }] };
  }
  if (word.kind === "time") return { at, name: "evaluate", parameters: [readTime(words)] };
  return { at, name: "copy", parameters: [readParameter(words)] };
}

/** `= a.b`, the value of an element: what it says is the expression. */
function readPath(words: Words, variable: string, start: number, at: Transform["at"]): Transform {
  words.expect(".");
  const element = words.peek();
  const name = words.expectName("an element");
  if (words.peek().text === ".")
    throw new SyntaxFault("A value has one step: write a longer path in brackets.", words.here());
  const tree: Expression = {
    kind: "path",
    input: { kind: "path", name: variable, at: start },
    name,
    at: element.start,
  };
  const text = words.text.slice(start, element.end);
  return { at, name: "evaluate", parameters: [{ at, kind: "expression", text, tree }] };
}

/** A date or a time keeps its type as an expression, since a parameter of the resource has no such type. */
function readTime(words: Words): Parameter {
  const at = words.here();
  const { start, end } = words.peek();
  const text = words.text.slice(start, end);
  const parsed = parseExpression(text);
  if (!parsed.ok) throw words.fault("a date");
  words.take();
  return { at, kind: "expression", text, tree: parsed.value };
}

function readExpression(words: Words): Parameter {
  const condition = readCondition(words);
  return { kind: "expression", ...condition };
}

function readParameters(words: Words, transform: string): Parameter[] {
  words.expect("(");
  const parameters: Parameter[] = [];
  if (words.takeIf(")") !== undefined) return parameters;
  do {
    const plain = transform !== "evaluate" || parameters.length === 0;
    parameters.push(plain ? readParameter(words) : readExpression(words));
  } while (words.takeIf(",") !== undefined);
  words.expect(")");
  return parameters;
}

function readParameter(words: Words): Parameter {
  const at = words.here();
  const word = words.peek();
  if (word.kind === "string" || word.kind === "double") return { at, kind: "string", text: words.take().text };
  const isName = word.kind === "quoted-name" || (word.kind === "name" && !["true", "false"].includes(word.text));
  if (isName) {
    words.take();
    if (words.peek().text === ".")
      throw new SyntaxFault("A parameter is a variable or a literal, found a path.", words.here());
    return { at, kind: "variable", text: word.text };
  }
  if (word.kind === "time") return readTime(words);
  const sign = words.takeIf("-", "+") === "-" ? "-" : "";
  const { kind, text } = words.peek();
  if (kind === "name" && sign === "") return { at, kind: "boolean", text: words.take().text };
  if (kind !== "number") throw words.fault("a variable or a literal");
  words.take();
  return { at, kind: text.includes(".") ? "decimal" : "integer", text: sign + text };
}

function readDependent(words: Words): Dependent {
  const at = words.here();
  const name = words.expectName("a group's name");
  return { at, name, variables: readArguments(words) };
}

function readArguments(words: Words): Argument[] {
  words.expect("(");
  const found: Argument[] = [];
  if (words.takeIf(")") !== undefined) return found;
  do found.push(readArgument(words));
  while (words.takeIf(",") !== undefined);
  words.expect(")");
  return found;
}

function readArgument(words: Words): Argument {
  const given = readParameter(words);
  const { at, text } = given;
  return given.kind === "variable" ? { at, name: text } : { at, name: text, literal: given };
}
