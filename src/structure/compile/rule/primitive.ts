import { code, type Code } from "../../../codegen/index.ts";
import { valueOf } from "../../tree/element-node.ts";
import type { Rule } from "../emission.ts";

/** The test of `runtime/clean` for each primitive; https://hl7.org/fhir/R4/datatypes.html#primitive */
const TESTS: Readonly<Record<string, string>> = {
  base64Binary: "isBase64Binary",
  boolean: "isBoolean",
  canonical: "isCanonical",
  code: "isCode",
  date: "isDate",
  dateTime: "isDateTime",
  decimal: "isDecimal",
  id: "isId",
  instant: "isInstant",
  integer: "isInteger",
  markdown: "isMarkdown",
  oid: "isOid",
  positiveInt: "isPositiveInt",
  string: "isText",
  time: "isTime",
  unsignedInt: "isUnsignedInt",
  uri: "isUri",
  url: "isUrl",
  uuid: "isUuid",
};

/** Tests that also ask what the value stands in. */
const OF_SCOPE: ReadonlySet<string> = new Set(["isMarkdown", "isReferenceText", "isText"]);

/** Whether a type is one of JSON's single values. */
export function isPrimitiveType(type: string): boolean {
  return Object.hasOwn(TESTS, type) || type === "xhtml";
}

/** The JSON type and the lexical rules of a primitive; a fixed one has them already. */
export const primitiveRule: Rule = ({ node, type, value, around }, { use, definitions }) => {
  if (type === "xhtml") return [code`${use("isCleanNarrative")}(${value}, scope)`];
  if (!isPrimitiveType(type)) return [];
  if (["string", "number", "boolean"].includes(typeof valueOf(node.definition, "fixed"))) return [];
  if (node.path === "Reference.reference") return [test("isReferenceText", value, use)];
  // R4 calls `Resource.id` a string in one place and an id in another; the id is narrower.
  const isResourceId = node.name === "id" && definitions.tree(around.type)?.kind === "resource";
  return [test(isResourceId ? "isId" : (TESTS[type] ?? "isText"), value, use)];
};

function test(name: string, value: Code, use: (helper: string) => Code): Code {
  return OF_SCOPE.has(name) ? code`${use(name)}(${value}, scope)` : code`${use(name)}(${value})`;
}
