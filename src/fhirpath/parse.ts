import { readToken, type Token } from "./lex.ts";
import { ExpressionFault, type Expression, type Fault, type LiteralType, type Operator } from "./tree.ts";

/** What a parse gives: a tree and where it ended, or the fault that stopped it. */
export type Parsed =
  | { readonly ok: true; readonly value: Expression; readonly end: number }
  | { readonly ok: false; readonly fault: Fault };

/** Binding strength, https://hl7.org/fhirpath/N1/#operator-precedence: a higher number binds tighter. */
const strength: ReadonlyMap<string, number> = new Map(
  [
    ["implies"],
    ["or", "xor"],
    ["and"],
    ["in", "contains"],
    ["=", "~", "!=", "!~"],
    ["<=", "<", ">", ">="],
    ["|"],
    ["is", "as"],
    ["+", "-", "&"],
    ["*", "/", "div", "mod"],
  ].flatMap((operators, level) => operators.map((operator) => [operator, level + 1] as const)),
);
const unary = 11;
/** https://hl7.org/fhirpath/N1/#time-valued-quantities */
const CALENDAR_UNIT = /^(?:year|month|week|day|hour|minute|second|millisecond)s?$/;

/**
 * Reads the FHIRPath expression that starts at an offset of a text, and stops before the first word that cannot belong to
 * it; so an expression can stand in the middle of a map. https://hl7.org/fhirpath/N1/#grammar
 */
export function parseExpression(text: string, offset = 0): Parsed {
  const words = createWords(text, offset);
  try {
    return { ok: true, value: readOperators(words, 0), end: words.end() };
  } catch (error) {
    if (error instanceof ExpressionFault) return { ok: false, fault: error.fault };
    throw error;
  }
}

interface Words {
  peek(): Token;
  take(): Token;
  /** Where the last word taken ended. */
  end(): number;
}

function createWords(text: string, offset: number): Words {
  let next = readToken(text, offset);
  let end = offset;
  return {
    peek: () => next,
    take() {
      const token = next;
      end = token.end;
      next = readToken(text, end);
      return token;
    },
    end: () => end,
  };
}

function expected(what: string, token: Token): never {
  throw new ExpressionFault(
    "fhirpath/syntax",
    `Expected ${what}, found ${token.kind === "end" ? "the end" : `"${token.text}"`}.`,
    token.start,
  );
}

function take(words: Words, symbol: string): Token {
  const token = words.take();
  return token.kind === "symbol" && token.text === symbol ? token : expected(`"${symbol}"`, token);
}

const isSymbol = (token: Token, ...symbols: readonly string[]) =>
  token.kind === "symbol" && symbols.includes(token.text);

function readOperators(words: Words, above: number): Expression {
  const from = words.peek().start;
  let left = readUnary(words);
  for (;;) {
    const token = words.peek();
    const binding = token.kind === "symbol" || token.kind === "name" ? strength.get(token.text) : undefined;
    if (binding === undefined || binding <= above) return left;
    words.take();
    if (token.text === "is" || token.text === "as") {
      left = { kind: "type", operator: token.text, input: left, type: readType(words), at: token.start };
    } else {
      const right = readOperators(words, binding);
      left = { kind: "binary", operator: token.text as Operator, left, right, at: token.start, from, to: words.end() };
    }
  }
}

function readUnary(words: Words): Expression {
  const token = words.peek();
  if (isSymbol(token, "+", "-")) {
    words.take();
    return { kind: "sign", sign: token.text as "+" | "-", input: readOperators(words, unary), at: token.start };
  }
  return readSteps(words, readTerm(words));
}

function readType(words: Words): string {
  const token = words.take();
  if (token.kind !== "name" && token.kind !== "quoted-name") expected("the name of a type", token);
  if (!isSymbol(words.peek(), ".")) return token.text;
  words.take();
  return `${token.text}.${words.take().text}`;
}

function readSteps(words: Words, start: Expression): Expression {
  let input = start;
  for (;;) {
    const token = words.peek();
    if (isSymbol(token, ".")) {
      words.take();
      input = readInvocation(words, input);
    } else if (isSymbol(token, "[")) {
      words.take();
      input = { kind: "item", input, index: readOperators(words, 0), at: token.start };
      take(words, "]");
    } else {
      return input;
    }
  }
}

function readInvocation(words: Words, input?: Expression): Expression {
  const token = words.take();
  const rest = { ...(input === undefined ? {} : { input }), name: token.text, at: token.start };
  if (token.kind !== "name" && token.kind !== "quoted-name") expected("the name of an element or of a function", token);
  if (!isSymbol(words.peek(), "(")) return { kind: "path", ...rest };
  words.take();
  const args: Expression[] = [];
  if (!isSymbol(words.peek(), ")")) {
    args.push(readOperators(words, 0));
    while (isSymbol(words.peek(), ",")) {
      words.take();
      args.push(readOperators(words, 0));
    }
  }
  take(words, ")");
  return { kind: "call", ...rest, args };
}

function readTerm(words: Words): Expression {
  const token = words.peek();
  const at = token.start;
  switch (token.kind) {
    case "string":
    case "number":
    case "time":
      words.take();
      return readLiteral(words, token);
    case "variable":
      words.take();
      return { kind: "variable", name: token.text, at };
    case "name":
      if (token.text === "true" || token.text === "false")
        return { kind: "literal", type: "boolean", text: words.take().text, at };
      if (token.text === "$this" || token.text === "$index" || token.text === "$total") {
        return { kind: words.take().text.slice(1) as "this" | "index" | "total", at };
      }
      return readInvocation(words);
    case "quoted-name":
      return readInvocation(words);
    case "symbol":
      if (token.text === "(" || token.text === "{") return readGroup(words, token);
      return expected("an expression", token);
    case "double":
    case "bad":
    case "end":
      return expected("an expression", token);
  }
}

function readGroup(words: Words, token: Token): Expression {
  words.take();
  if (token.text === "{") return (take(words, "}"), { kind: "empty", at: token.start });
  const inner = readOperators(words, 0);
  take(words, ")");
  return inner;
}

function readLiteral(words: Words, token: Token): Expression {
  const literal = (type: LiteralType, text = token.text): Expression => ({
    kind: "literal",
    type,
    text,
    at: token.start,
  });
  if (token.kind === "string") return literal("string");
  if (token.kind === "time") {
    if (token.text.startsWith("T")) return literal("time", token.text.slice(1));
    return token.text.includes("T") ? literal("dateTime", token.text.replace(/T$/, "")) : literal("date");
  }
  const unit = words.peek();
  const isCalendar = unit.kind === "name" && CALENDAR_UNIT.test(unit.text);
  if (unit.kind === "string" || isCalendar) {
    words.take();
    const name = isCalendar ? unit.text.replace(/s$/, "") : unit.text;
    return { kind: "quantity", value: token.text, unit: name, isCalendar, at: token.start };
  }
  return literal(token.text.includes(".") ? "decimal" : "integer");
}
