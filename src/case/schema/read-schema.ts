import { parse } from "yaml";
import type { JsonSchema } from "./json-schema.ts";

const OPENAPI_PREFIX = "#/components/schemas/";
const DEFS_PREFIX = "#/$defs/";

/**
 * Cuts one schema out of an OpenAPI 3.1 document, with the schemas that it refers to under `$defs`.
 *
 * @param openapiText the document as YAML or JSON
 * @param name        a key of `components.schemas`
 * @throws Error when the document has no such schema
 */
export function readSchema(openapiText: string, name: string): JsonSchema {
  const document = parse(openapiText) as { components?: { schemas?: Record<string, JsonSchema> } };
  const schemas = document.components?.schemas ?? {};
  const root = schemas[name];
  if (root === undefined) throw new Error(`openapi: components.schemas has no ${name}`);
  const names = new Set<string>();
  collectReferences(root, schemas, names);
  const defs = Object.fromEntries([...names].map((used) => [used, withDefs(schemas[used] as JsonSchema)]));
  return { ...withDefs(root), $defs: defs };
}

function collectReferences(schema: unknown, schemas: Record<string, JsonSchema>, into: Set<string>): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key !== "$ref" || typeof value !== "string") {
      collectReferences(value, schemas, into);
      continue;
    }
    const name = value.slice(OPENAPI_PREFIX.length);
    if (!value.startsWith(OPENAPI_PREFIX) || schemas[name] === undefined)
      throw new Error(`openapi: ${value} leads nowhere`);
    if (into.has(name)) continue;
    into.add(name);
    collectReferences(schemas[name], schemas, into);
  }
}

function withDefs(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace(OPENAPI_PREFIX, DEFS_PREFIX) : value,
  );
  return JSON.parse(text) as JsonSchema;
}
