import type { ElementDefinition, StructureDefinition } from "@medplum/fhirtypes";
import { resolveSchema, type JsonSchema } from "./json-schema.ts";

/** What a logical model needs to know beyond its schema. */
export interface LogicalModelOptions {
  /** The name of the type, and the first step of every path. */
  readonly name: string;
  /** The canonical without `|version`. */
  readonly url: string;
  readonly version: string;
}

const FORMAT_TYPES: Readonly<Record<string, string>> = {
  uri: "uri",
  instant: "instant",
  "partial-date": "date",
  "partial-date-time": "dateTime",
};

/**
 * The FHIR logical model of a case schema, so that any FHIR Mapping Language engine can read a case.
 *
 * References are expanded in place, objects become BackboneElement, and the elements keep the schema's order.
 * Differential and snapshot hold the same elements: what Element itself brings (`id`, `extension`) no case can hold.
 *
 * @see https://hl7.org/fhir/R4/structuredefinition.html#logical
 */
export function toLogicalModel(schema: JsonSchema, options: LogicalModelOptions): StructureDefinition {
  const elements: ElementDefinition[] = [rootElement(schema, options.name)];
  addChildren(schema, schema, options.name, elements);
  return {
    resourceType: "StructureDefinition",
    id: options.name,
    url: options.url,
    version: options.version,
    name: options.name,
    title: schema.title ?? options.name,
    status: "active",
    description: schema.description ?? options.name,
    fhirVersion: "4.0.1",
    kind: "logical",
    abstract: false,
    // A bare name would be relative to R4's own types: structuredefinition-definitions.html#StructureDefinition.type
    type: options.url,
    baseDefinition: "http://hl7.org/fhir/StructureDefinition/Element",
    derivation: "specialization",
    snapshot: { element: elements.map((element) => ({ ...element, base: baseOf(element) })) },
    differential: { element: elements },
  };
}

function rootElement(schema: JsonSchema, name: string): ElementDefinition {
  return { id: name, path: name, short: schema.title ?? name, definition: definitionOf(schema), min: 0, max: "*" };
}

function baseOf(element: ElementDefinition): NonNullable<ElementDefinition["base"]> {
  return { path: element.path, min: element.min ?? 0, max: element.max ?? "1" };
}

function addChildren(object: JsonSchema, root: JsonSchema, path: string, into: ElementDefinition[]): void {
  for (const [name, property] of Object.entries(object.properties ?? {})) {
    const schema = resolveSchema(property, root);
    const item = schema.type === "array" ? resolveSchema(schema.items ?? {}, root) : schema;
    const required =
      object.required?.includes(name) === true && (schema.type !== "array" || (schema.minItems ?? 0) > 0);
    const type = schema["x-fhir-type"] ?? typeOf(item, `${path}.${name}`);
    into.push({
      id: `${path}.${name}`,
      path: `${path}.${name}`,
      short: schema.title ?? name,
      definition: definitionOf(schema.type === "array" && item.type !== "object" ? { ...item, ...schema } : schema),
      min: required ? 1 : 0,
      max: schema.type === "array" ? "*" : "1",
      type: [{ code: type }],
      ...(item.maxLength === undefined ? {} : { maxLength: item.maxLength }),
      ...exampleOf(item, type),
    });
    if (type === "BackboneElement") addChildren(item, root, `${path}.${name}`, into);
  }
}

function typeOf(schema: JsonSchema, path: string): string {
  switch (schema.type) {
    case "object":
      return "BackboneElement";
    case "string":
      if (schema.enum !== undefined) return "code";
      return FORMAT_TYPES[schema.format ?? ""] ?? "string";
    case "number":
      return "decimal";
    case "integer":
    case "boolean":
      return schema.type;
    default:
      throw new Error(`schema: ${path} has no type that a logical model can hold`);
  }
}

function definitionOf(schema: JsonSchema): string {
  const sentences = [
    schema.description ?? `${schema.title ?? "Element"}.`,
    schema["x-unit"] === undefined ? undefined : `Unit: ${schema["x-unit"]} (UCUM).`,
    rangeOf(schema),
    schema.enum === undefined ? undefined : `One of: ${schema.enum.join(", ")}.`,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(" ");
}

function rangeOf(schema: JsonSchema): string | undefined {
  const bounds = [
    schema.minimum === undefined ? undefined : `at least ${schema.minimum}`,
    schema.exclusiveMinimum === undefined ? undefined : `more than ${schema.exclusiveMinimum}`,
    schema.maximum === undefined ? undefined : `at most ${schema.maximum}`,
  ].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? undefined : `Range: ${bounds.join(", ")}.`;
}

function exampleOf(schema: JsonSchema, type: string): Partial<ElementDefinition> {
  const example = schema.examples?.[0];
  if (example === undefined || type === "BackboneElement" || type === "Extension") return {};
  const key = `value${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  return { example: [{ label: "Example", [key]: example }] };
}
