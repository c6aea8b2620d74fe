import { code, type Code } from "../codegen/index.ts";
import {
  asList,
  asSingle,
  isNumeric,
  isTemporal,
  kindOf,
  list,
  present,
  value,
  type Context,
  type Kind,
  type Operand,
} from "./operand.ts";
import { ExpressionFault, type Expression } from "./tree.ts";

/** The two ways to write an expression, given to what this file is called from. */
export interface Emit {
  readonly emit: (expression: Expression, context: Context) => Operand;
  readonly emitCondition: (expression: Expression, context: Context) => Code;
}
type Binary = Expression & { kind: "binary" };

const signs: ReadonlyMap<string, { readonly js: Code; readonly helper: string }> = new Map([
  ["<", { js: code`<`, helper: "less" }],
  ["<=", { js: code`<=`, helper: "lessOrEqual" }],
  [">", { js: code`>`, helper: "greater" }],
  [">=", { js: code`>=`, helper: "greaterOrEqual" }],
]);
const arithmetic: ReadonlyMap<string, string> = new Map([
  ["+", "add"],
  ["-", "subtract"],
  ["*", "multiply"],
  ["/", "divide"],
  ["div", "wholeQuotient"],
  ["mod", "remainder"],
]);

/** Writes a binary operator as a value. https://hl7.org/fhirpath/N1/#operations */
export function emitBinary(expression: Binary, context: Context, how: Emit): Operand {
  const { operator, at } = expression;
  const left = how.emit(expression.left, context);
  const right = how.emit(expression.right, context);
  switch (operator) {
    case "and":
    case "or":
    case "xor":
    case "implies":
      return emitLogic(operator, left, right, context);
    case "=":
    case "!=":
      return emitEquality(operator, left, right, context);
    case "~":
      return present(
        code`${context.use("equivalent")}(${asList(left, context)}, ${asList(right, context)})`,
        "boolean",
      );
    case "!~":
      return present(
        code`!${context.use("equivalent")}(${asList(left, context)}, ${asList(right, context)})`,
        "boolean",
      );
    case "<":
    case "<=":
    case ">":
    case ">=":
      return emitOrder(operator, asSingle(left, context), asSingle(right, context), context, at);
    case "|":
      return list(
        code`${context.use("distinct")}([...${asList(left, context)}, ...${asList(right, context)}])`,
        left.type === right.type ? left.type : undefined,
      );
    case "in":
      return emitMember(left, right, context);
    case "contains":
      return emitMember(right, left, context);
    case "&":
      return emitJoin(asSingle(left, context), asSingle(right, context), context, at);
    case "+":
    case "-":
    case "*":
    case "/":
    case "div":
    case "mod":
      return emitArithmetic(operator, asSingle(left, context), asSingle(right, context), context, at);
  }
}

/** Writes the operators whose condition is simpler than their value, since empty and false are then one. */
export function emitConditionOperator(expression: Expression, context: Context, how: Emit): Code | undefined {
  if (expression.kind !== "binary") return undefined;
  const { operator } = expression;
  if (operator === "and")
    return code`(${how.emitCondition(expression.left, context)} && ${how.emitCondition(expression.right, context)})`;
  if (operator === "or")
    return code`(${how.emitCondition(expression.left, context)} || ${how.emitCondition(expression.right, context)})`;
  const sign = signs.get(operator);
  if (operator !== "=" && operator !== "!=" && sign === undefined) return undefined;
  const left = how.emit(expression.left, context);
  const right = how.emit(expression.right, context);
  const kind = commonKind(left, right);
  if (left.isList || right.isList || kind === undefined || (left.mayBeEmpty && right.mayBeEmpty)) return undefined;
  if (operator === "!=") return unlike(left, right, kind);
  if (operator === "=")
    return kind === "decimal"
      ? code`${number(left, context)} === ${number(right, context)}`
      : code`${left.code} === ${right.code}`;
  if (sign === undefined || kind === "boolean") return undefined;
  if (kind === "string")
    return left.mayBeEmpty || right.mayBeEmpty ? undefined : code`${left.code} ${sign.js} ${right.code}`;
  return code`${number(left, context)} ${sign.js} ${number(right, context)}`;
}

/** `!=` is false when a side is missing, which a plain path can be asked for twice. */
function unlike(left: Operand, right: Operand, kind: Kind): Code | undefined {
  const missing = left.mayBeEmpty ? left : right;
  if (kind === "decimal" || !missing.mayBeEmpty || !/^[\w$.?]+$/.test(missing.code.text)) return undefined;
  return code`(${missing.code} != null && ${left.code} !== ${right.code})`;
}

/** The kind in which two single values can be compared by JavaScript's own operators. */
function commonKind(left: Operand, right: Operand): Kind | undefined {
  const kinds = [kindOf(left.type), kindOf(right.type)];
  if (kinds.every(isNumeric)) return kinds.includes("decimal") ? "decimal" : "integer";
  return kinds[0] === kinds[1] && (kinds[0] === "string" || kinds[0] === "boolean") ? kinds[0] : undefined;
}

function number(operand: Operand, context: Context): Code {
  if (operand.constant !== undefined || (kindOf(operand.type) === "integer" && !operand.mayBeEmpty))
    return operand.code;
  return code`${context.use("num")}(${operand.code})`;
}

function emitLogic(
  operator: "and" | "or" | "xor" | "implies",
  left: Operand,
  right: Operand,
  context: Context,
): Operand {
  const [a, b] = [truth(left, context), truth(right, context)];
  if (!a.mayBeEmpty && !b.mayBeEmpty && operator !== "implies") {
    const sign = operator === "and" ? code`&&` : operator === "or" ? code`||` : code`!==`;
    return present(code`(${a.code} ${sign} ${b.code})`, "boolean");
  }
  return value(code`${context.use(operator)}(${a.code}, ${b.code})`, "boolean");
}

/** A single value that is no boolean counts as true. https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections */
export function truth(operand: Operand, context: Context): Operand {
  const one = asSingle(operand, context);
  if (one.type === "boolean" || (one.type === undefined && one.code.text === "undefined")) return one;
  if (one.type === undefined)
    return value(
      code`((value) => (value == null || typeof value === "boolean" ? value : true))(${one.code})`,
      "boolean",
    );
  return one.mayBeEmpty
    ? value(code`(${one.code} == null ? undefined : true)`, "boolean")
    : present(code`true`, "boolean");
}

function emitEquality(operator: "=" | "!=", left: Operand, right: Operand, context: Context): Operand {
  const kind = commonKind(left, right);
  if (!left.isList && !right.isList && !left.mayBeEmpty && !right.mayBeEmpty && kind !== undefined) {
    const sign = operator === "=" ? code`===` : code`!==`;
    if (kind === "decimal")
      return present(code`(${number(left, context)} ${sign} ${number(right, context)})`, "boolean");
    return present(code`(${left.code} ${sign} ${right.code})`, "boolean");
  }
  const helper = isTemporal(kindOf(left.type)) || isTemporal(kindOf(right.type)) ? "equalTimes" : "equal";
  const made = code`${context.use(helper)}(${asList(left, context)}, ${asList(right, context)})`;
  return value(operator === "=" ? made : code`${context.use("not")}(${made})`, "boolean");
}

function emitOrder(operator: string, left: Operand, right: Operand, context: Context, at: number): Operand {
  const sign = signs.get(operator);
  const kinds = [kindOf(left.type), kindOf(right.type)];
  const temporal = kinds.some(isTemporal);
  const refused =
    kinds.includes("complex") ||
    kinds.includes("boolean") ||
    (!kinds.includes("unknown") && (temporal ? !kinds.every(isTemporal) : commonKind(left, right) === undefined));
  if (sign === undefined || refused)
    throw new ExpressionFault(
      "fhirpath/type",
      `${operator} cannot compare ${left.type ?? "this"} with ${right.type ?? "this"}.`,
      at,
    );
  if (!left.mayBeEmpty && !right.mayBeEmpty && !temporal && !kinds.includes("unknown")) {
    if (kinds[0] === "string") return present(code`(${left.code} ${sign.js} ${right.code})`, "boolean");
    return present(code`(${number(left, context)} ${sign.js} ${number(right, context)})`, "boolean");
  }
  const helper = temporal ? "orderTimes" : "order";
  return value(code`${context.use(sign.helper)}(${context.use(helper)}(${left.code}, ${right.code}))`, "boolean");
}

function emitMember(item: Operand, collection: Operand, context: Context): Operand {
  const one = asSingle(item, context);
  const made = code`${context.use("isMember")}(${one.code}, ${asList(collection, context)})`;
  return one.mayBeEmpty ? value(made, "boolean") : present(made, "boolean");
}

/** The text of a value inside a longer string: digits of decimals as written, nothing as an empty string. */
export function textPiece(operand: Operand, context: Context): Code {
  const kind = kindOf(operand.type);
  const plain = kind === "decimal" || kind === "unknown" ? code`${context.use("text")}(${operand.code})` : operand.code;
  if (!operand.mayBeEmpty) return plain;
  return kind === "decimal" || kind === "unknown"
    ? code`${context.use("text")}(${operand.code} ?? "")`
    : code`(${operand.code} ?? "")`;
}

function emitJoin(left: Operand, right: Operand, context: Context, at: number): Operand {
  for (const { type } of [left, right]) {
    // As in HL7's engine, nothing is converted.
    if (!["string", "unknown"].includes(kindOf(type)))
      throw new ExpressionFault("fhirpath/type", `& joins strings, found ${type ?? ""}: use toString().`, at);
  }
  if (left.constant !== undefined && right.constant !== undefined) {
    const constant = String(left.constant) + String(right.constant);
    return { ...present(code`${constant}`, "string"), constant };
  }
  const pieces = [left, right].map((side) => textPiece(side, context));
  return present(code`(${pieces[0] ?? ""} + ${pieces[1] ?? ""})`, "string");
}

function emitArithmetic(operator: string, left: Operand, right: Operand, context: Context, at: number): Operand {
  const kinds = [kindOf(left.type), kindOf(right.type)];
  const mayBeEmpty =
    left.mayBeEmpty || right.mayBeEmpty || operator === "/" || operator === "div" || operator === "mod";
  if (operator === "+" && kinds.every((kind) => kind === "string")) {
    if (!mayBeEmpty) return present(code`(${left.code} + ${right.code})`, "string");
    return value(code`((a, b) => (a == null || b == null ? undefined : a + b))(${left.code}, ${right.code})`, "string");
  }
  const helper = arithmetic.get(operator);
  if (helper === undefined || !kinds.every(isNumeric)) {
    throw new ExpressionFault(
      "fhirpath/type",
      `${operator} needs two numbers, found ${left.type ?? "an unknown type"} and ${right.type ?? "an unknown type"}.`,
      at,
    );
  }
  const type = operator === "div" || (operator !== "/" && !kinds.includes("decimal")) ? "integer" : "decimal";
  return { ...value(code`${context.use(helper)}(${left.code}, ${right.code})`, type), mayBeEmpty };
}
