import type { JsonSchema } from "./json-schema.ts";

/**
 * The TypeScript declarations of a case schema, `readonly` all the way down: one interface for the root and one for
 * each schema under `$defs` that is an object, with the objects in between written in place.
 *
 * @param name the name of the root interface
 */
export function toDeclarations(schema: JsonSchema, name: string): string {
  const defs = Object.entries(schema.$defs ?? {});
  return [
    declaration(name, schema),
    ...defs.map(([def, defined]) => declaration(def, defined)),
    VALIDATOR_DECLARATIONS.replaceAll("$NAME", name),
  ].join("\n");
}

const VALIDATOR_DECLARATIONS = `/** One error as ajv states it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
/** Whether the document fits the schema; when not, \`errors\` holds every error until the next call. */
declare const validate: {
  (document: unknown): document is $NAME;
  errors?: readonly SchemaError[] | null;
};
export default validate;
/** The schema itself. */
export declare const schema: unknown;
`;

function declaration(name: string, schema: JsonSchema): string {
  const keyword = schema.type === "object" ? `export interface ${name}` : `export type ${name} =`;
  const end = schema.type === "object" ? "" : ";";
  return `${docOf(schema, "")}${keyword} ${typeText(schema, "")}${end}\n`;
}

function typeText(schema: JsonSchema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  switch (schema.type) {
    case "object":
      return objectText(schema, indent);
    case "array":
      return `readonly ${bracketed(typeText(schema.items ?? {}, indent))}[]`;
    case "string":
      return schema.enum === undefined || schema["x-codes"] === "vertebral-level"
        ? "string"
        : schema.enum.map((code) => JSON.stringify(code)).join(" | ");
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "unknown";
  }
}

function bracketed(text: string): string {
  return text.includes(" | ") && !text.startsWith("{") ? `(${text})` : text;
}

function objectText(schema: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = schema.required?.includes(name) === true ? "" : "?";
    return `${docOf(property, inner)}${inner}readonly ${name}${optional}: ${typeText(property, inner)};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function docOf(schema: JsonSchema, indent: string): string {
  const { title, description, "x-unit": unit } = schema;
  const texts = [title === undefined ? undefined : `${title}${unit === undefined ? "" : `, ${unit}`}.`, description];
  const text = texts.filter((part) => part !== undefined).join(" ");
  return text === "" ? "" : `${indent}/** ${text} */\n`;
}
