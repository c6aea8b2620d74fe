import ts from "typescript";

const GAP = "…";

/** The text that an expression will have, with `…` for what is known only when it runs; empty when nothing is known. */
export function sourceText(node: ts.Node | undefined, depth = 0): string {
  if (node === undefined || depth > 5) return "";
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => GAP + literal.text).join("");
  }
  if (ts.isConditionalExpression(node)) return joined([node.whenTrue, node.whenFalse], depth);
  if (ts.isIdentifier(node)) return sourceText(initializerOf(node), depth + 1);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return sourceText(node.expression, depth);
  return "";
}

function joined(nodes: readonly ts.Node[], depth: number): string {
  const texts = nodes.map((node) => sourceText(node, depth + 1)).filter((text) => text !== "");
  return texts.join(" / ");
}

/** Every text that an expression can have, or undefined when that cannot be told here. */
export function possibleTexts(node: ts.Node | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) {
    const [left, right] = [possibleTexts(node.whenTrue), possibleTexts(node.whenFalse)];
    return left === undefined || right === undefined ? undefined : [...left, ...right];
  }
  return ts.isIdentifier(node) ? possibleTexts(initializerOf(node)) : undefined;
}

/** What the nearest declaration of this name above it sets it to. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node = name.parent; ; scope = scope.parent) {
    if (ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isCaseOrDefaultClause(scope)) {
      const declarations = scope.statements
        .filter(ts.isVariableStatement)
        .flatMap((statement) => statement.declarationList.declarations);
      const found = declarations.find(
        (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text,
      );
      if (found !== undefined) return found.initializer;
    }
    if (ts.isSourceFile(scope)) return undefined;
  }
}

/** The first paragraph of the comment above the statement that holds a node. */
export function docstringAbove(node: ts.Node): string {
  let at = node;
  while (!ts.isVariableStatement(at) && !ts.isSourceFile(at)) at = at.parent;
  const [comment] = ts.getJSDocCommentsAndTags(at).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comment?.comment) ?? "";
  return (text.split(/\n\s*\n/)[0] ?? "").replaceAll(/\s+/g, " ").trim();
}
