import { parseExpression, positionAt, type Expression } from "../fhirpath/index.ts";
import type { MapIssues } from "./map-issue.ts";
import type { Condition, Dependent, ListMode, Parameter, Reference, Rule, Source, Target, Transform } from "./tree.ts";
import { SyntaxFault, type Words } from "./words.ts";

type ReadRules = (words: Words, issues: MapIssues) => Rule[];

/** Reads one rule up to its `;`. https://hl7.org/fhir/R4/mapping-language.html#7.8.0.8 */
export function readRule(words: Words, issues: MapIssues, readRules: ReadRules): Rule {
  const at = words.here();
  const source = readSource(words);
  if (words.peek().text === ",")
    throw new SyntaxFault("A rule with two sources is not supported.", words.here(), "fml/unsupported");
  const targets: Target[] = [];
  if (words.takeIf("->") !== undefined) {
    do targets.push(readTarget(words));
    while (words.takeIf(",") !== undefined);
  }
  let rules: Rule[] = [];
  const dependents: Dependent[] = [];
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
    words.peek().kind === "double" || words.peek().kind === "string" ? words.take().text : simpleName(source, at);
  words.expect(";");
  return { at, name, source, targets, rules, dependents };
}

/** A rule whose source is an element may go without a name and is then called by it. */
function simpleName(source: Source, at: Rule["at"]): string {
  if (source.element === undefined) throw new SyntaxFault("Complex rules must have an explicit name.", at);
  return source.element.name;
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
  if (words.peek().text === "(")
    throw new SyntaxFault("default takes a literal, found an expression.", words.here(), "fml/unsupported");
  return readParameter(words);
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

function readTarget(words: Words): Target {
  const at = words.here();
  const first = words.expectName("a variable or a transform");
  let target: Pick<Target, "context" | "element" | "transform">;
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
  if (word.kind === "name" && !["true", "false"].includes(word.text)) {
    const name = words.take().text;
    if (words.peek().text === "(") return { at, name, parameters: readParameters(words, name) };
    if (words.peek().text === ".")
      throw new SyntaxFault(
        "A value is a variable, found a path: bind it as a source, or write it in brackets.",
        words.here(),
      );
    return { at, name: "copy", parameters: [{ at, kind: "variable", text: name }] };
  }
  return { at, name: "copy", parameters: [readParameter(words)] };
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
  if (word.kind === "name" && !["true", "false"].includes(word.text)) {
    words.take();
    if (words.peek().text === ".")
      throw new SyntaxFault("A parameter is a variable or a literal, found a path.", words.here());
    return { at, kind: "variable", text: word.text };
  }
  const sign = words.takeIf("-", "+") === "-" ? "-" : "";
  const literal = parseLiteral(words);
  if (literal === undefined) throw words.fault("a variable or a literal");
  return { at, kind: literal.type, text: sign + literal.text };
}

/** One word that is a literal; what follows it, such as `as`, belongs to the rule. */
function parseLiteral(words: Words): (Expression & { kind: "literal" }) | undefined {
  const { start, end, kind } = words.peek();
  if (kind !== "number" && kind !== "time" && kind !== "name") return undefined;
  const parsed = parseExpression(words.text.slice(start, end));
  if (!parsed.ok || parsed.value.kind !== "literal") return undefined;
  words.take();
  return parsed.value;
}

function readDependent(words: Words): Dependent {
  const at = words.here();
  const name = words.expectName("a group's name");
  words.expect("(");
  const variables: Reference[] = [];
  do {
    if (words.peek().kind !== "name" && words.peek().kind !== "quoted-name")
      throw new SyntaxFault("A group takes variables, found something else.", words.here(), "fml/unsupported");
    variables.push(readReference(words, "a variable"));
  } while (words.takeIf(",") !== undefined);
  words.expect(")");
  return { at, name, variables };
}
