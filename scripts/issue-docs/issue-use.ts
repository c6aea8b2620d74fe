import ts from "typescript";
import { docstringAbove, possibleTexts, sourceText } from "./source-text.ts";

/** One place in the sources that gives an issue. */
export interface IssueUse {
  /** `folder/name`. */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly severity?: string;
  readonly code?: string;
  /** The message, or the docstring of the rule. */
  readonly sentence?: string;
}

/** A place that gives an issue whose rule only running it would tell. */
export interface UnknownUse {
  readonly file: string;
  readonly line: number;
}

/** A function that puts the folder before a rule's name: `profileIssue("value", "fixed", …)`. */
interface Helper {
  readonly folder: string;
  readonly index: number;
  readonly severity: string;
  readonly code?: string;
}

const SEVERITIES = ["fatal", "error", "warning", "information"];
/** What the compilers' own functions make of an issue, where the call does not say. */
const CODE_OF_CALL: Readonly<Record<string, string>> = {
  SyntaxFault: "not-supported",
  ExpressionFault: "not-supported",
  refuse: "not-supported",
  report: "processing",
  error: "not-supported",
  warning: "not-supported",
};

/** Finds every rule that the sources name. */
export function findIssueUses(
  sources: readonly ts.SourceFile[],
  codes: ReadonlySet<string>,
): { uses: IssueUse[]; unknown: UnknownUse[] } {
  const folders = new Set(sources.flatMap(({ fileName }) => fileName.split("/").slice(1, -1)));
  const rulePattern = new RegExp(`^(?:${[...folders].join("|")})/[a-z0-9-]+$`);
  const emitted = new RegExp(`"((?:${[...folders].join("|")})/[a-z0-9-]+)", "([^"]+)"`, "g");
  const helpers = findHelpers(sources);
  const uses: IssueUse[] = [];
  const unknown: UnknownUse[] = [];
  for (const source of sources) visit(source, source);
  return { uses, unknown };

  function visit(node: ts.Node, source: ts.SourceFile): void {
    const place = { file: source.fileName, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 };
    if (
      ts.isStringLiteral(node) &&
      rulePattern.test(node.text) &&
      !ts.isImportDeclaration(node.parent) &&
      !ts.isExportDeclaration(node.parent)
    ) {
      uses.push({ ...place, rule: node.text, ...surroundings(node, codes) });
    }
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      for (const [, rule = "", sentence = ""] of node.getText(source).matchAll(emitted))
        uses.push({ ...place, rule, severity: "error", code: "processing", sentence });
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) visitHelperCall(node, place);
    ts.forEachChild(node, (child) => {
      visit(child, source);
    });
  }

  function visitHelperCall(call: ts.CallExpression | ts.NewExpression, place: UnknownUse): void {
    const helper = helpers.get(`${place.file.split("/")[1] ?? ""} ${nameOfCall(call)}`);
    if (helper === undefined) return;
    const names = possibleTexts(call.arguments?.[helper.index]);
    if (names === undefined) unknown.push(place);
    const { folder, index: _, ...said } = helper;
    for (const name of names ?? [])
      uses.push({ ...place, rule: `${folder}/${name}`, ...said, ...ofArguments(call, name, codes) });
  }
}

/** Functions and constructors that write `rule: \`folder/${parameter}\``. */
function findHelpers(sources: readonly ts.SourceFile[]): Map<string, Helper> {
  const helpers = new Map<string, Helper>();
  const visit = (node: ts.Node, file: string): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "rule" && ts.isTemplateExpression(node.initializer)) {
      const [span] = node.initializer.templateSpans;
      const owner = ts.findAncestor(
        node,
        (above) => ts.isFunctionDeclaration(above) || ts.isConstructorDeclaration(above),
      );
      if (span !== undefined && owner !== undefined) {
        const index = owner.parameters.findIndex((parameter) => parameter.name.getText() === span.expression.getText());
        const name = ts.isConstructorDeclaration(owner) ? (owner.parent.name?.text ?? "") : (owner.name?.text ?? "");
        const { severity = "error", code } = ofSiblings(node.parent);
        const helper = {
          folder: node.initializer.head.text.replace("/", ""),
          index,
          severity,
          ...(code !== undefined && { code }),
        };
        helpers.set(`${file.split("/")[1] ?? ""} ${name}`, helper);
      }
    }
    ts.forEachChild(node, (child) => {
      visit(child, file);
    });
  };
  for (const source of sources) visit(source, source.fileName);
  return helpers;
}

type Said = Pick<IssueUse, "severity" | "code" | "sentence">;

/** What stands around a rule's name: other fields of its object, or other arguments of its call. */
function surroundings(literal: ts.StringLiteral, codes: ReadonlySet<string>): Said {
  let at: ts.Node = literal;
  while (ts.isConditionalExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === "rule") return ofSiblings(parent.parent);
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === "id") {
    return { severity: "error", ...ofSiblings(parent.parent), sentence: docstringAbove(parent) };
  }
  const isArgument = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at;
  return isArgument ? ofArguments(parent, literal.text, codes) : {};
}

function ofSiblings(object: ts.ObjectLiteralExpression): Said {
  const text = (name: string): string => {
    const property = object.properties.find((one) => one.name?.getText() === name);
    if (property !== undefined && ts.isPropertyAssignment(property)) return sourceText(property.initializer);
    return property !== undefined && ts.isShorthandPropertyAssignment(property) ? sourceText(property.name) : "";
  };
  return said(text("severity"), text("code"), text("message"));
}

function ofArguments(call: ts.CallExpression | ts.NewExpression, rule: string, codes: ReadonlySet<string>): Said {
  const name = nameOfCall(call);
  const texts = (call.arguments ?? []).map((argument) => sourceText(argument));
  const own = texts.indexOf(rule);
  const code =
    texts.find((text, index) => index !== own && text.split(" / ").every((one) => codes.has(one))) ??
    CODE_OF_CALL[name] ??
    "";
  const severity = name === "warning" ? "warning" : CODE_OF_CALL[name] === undefined ? "" : "error";
  return said(severity, code, texts.find((text) => text.includes(" ") && text !== code) ?? "");
}

function said(severity: string, code: string, sentence: string): Said {
  return {
    ...(SEVERITIES.includes(severity) && { severity }),
    ...(code !== "" && { code }),
    ...(sentence !== "" && { sentence }),
  };
}

function nameOfCall({ expression }: ts.CallExpression | ts.NewExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
}
