import { code } from "../../codegen/index.ts";
import { mapped } from "../ask.ts";
import { asNodes, nodeList } from "../items.ts";
import { value, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { argument, arity, inputOf, scopeOf, type EmitFunction } from "./function.ts";
import { ofItem } from "./item.ts";

/** `children()` and `descendants()`. https://hl7.org/fhirpath/N1/#tree-navigation */
const walk =
  (helper: "children" | "descendants"): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const scope = scopeOf(call, context);
    const input = inputOf(call, context, how);
    return nodeList(() => code`${context.use(helper)}(${asNodes(input, context)}, ${scope})`);
  };

/** "A short-hand for `.extension.where(url = …)`". https://hl7.org/fhir/R4/fhirpath.html#functions */
const extension: EmitFunction = (call, context, how) => {
  arity(call, 1);
  scopeOf(call, context);
  const url = argument(call, 0);
  const extensions = {
    kind: "path",
    name: "extension",
    at: call.at,
    ...(call.input && { input: call.input }),
  } as const;
  const own = { kind: "path", name: "url", at: call.at } as const;
  if (url.kind !== "literal" && url.kind !== "variable")
    throw new ExpressionFault("fhirpath/unsupported", "extension() needs its url as a literal.", url.at);
  const criterion = {
    kind: "binary",
    operator: "=",
    left: own,
    right: url,
    at: call.at,
    from: call.at,
    to: call.at,
  } as const;
  return how.emit({ kind: "call", input: extensions, name: "where", args: [criterion], at: call.at }, context);
};

/** `repeat(projection)`: what it gives, and what it gives of that, until nothing new comes. https://hl7.org/fhirpath/N1/#repeatprojection-expression-collection */
const repeat: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const scope = scopeOf(call, context);
  const input = inputOf(call, context, how);
  const names = context.names.inner();
  const item = names.fresh("item");
  const node: Operand = { ...value(item, undefined), form: "nodes", mayBeEmpty: false, isName: true };
  const found = asNodes(how.emit(argument(call, 0), ofItem(context, node, names)), context);
  return nodeList(() => code`${context.use("repeat")}(${asNodes(input, context)}, (${item}) => ${found}, ${scope})`);
};

/** https://hl7.org/fhir/R4/fhirpath.html#functions: of References, and of canonicals and uris. */
const resolve: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const scope = scopeOf(call, context);
  const resolved = (one: Operand) => value(code`${context.use("resolve")}(${one.code}, ${scope})`, "Resource");
  const input = inputOf(call, context, how);
  return input.isList ? mapped(input, resolved, context) : resolved(input);
};

/** https://hl7.org/fhir/R4/fhirpath.html#functions */
export const navigation: Readonly<Record<string, EmitFunction>> = {
  children: walk("children"),
  descendants: walk("descendants"),
  extension,
  repeat,
  resolve,
};
