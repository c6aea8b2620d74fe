/** The part of JSON Schema 2020-12 that a case schema uses, with our own keywords `x-unit`, `x-codes`, `x-fhir-type`. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly "x-unit"?: string;
  readonly "x-codes"?: string;
  readonly "x-fhir-type"?: "Extension";
}

const DEFS_PREFIX = "#/$defs/";

/** The schema that a field really has: its `$ref` followed, and what stands beside the `$ref` laid over it. */
export function resolveSchema(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const target = root.$defs?.[$ref.slice(DEFS_PREFIX.length)];
  if (target === undefined) throw new Error(`schema: ${$ref} leads nowhere`);
  return { ...resolveSchema(target, root), ...beside };
}

/** The schema at a JSON pointer of a document, or undefined where the schema knows no such place. */
export function schemaAt(root: JsonSchema, pointer: string): JsonSchema | undefined {
  let schema: JsonSchema | undefined = resolveSchema(root, root);
  for (const step of pointer.split("/").slice(1)) {
    const next: JsonSchema | undefined =
      schema.type === "array" ? schema.items : ownProperty(schema, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (next === undefined) return undefined;
    schema = resolveSchema(next, root);
  }
  return schema;
}

function ownProperty(schema: JsonSchema, name: string): JsonSchema | undefined {
  return Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
}
