import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { validateCase } from "../../../src/case/index.ts";
import { readSchema, resolveSchema, schemaAt, type JsonSchema } from "../../../src/case/schema/index.ts";
import { FORMATS } from "../../../src/case/schema/formats.ts";

const ROOT = join(import.meta.dirname, "../../..");
const EXAMPLES = join(ROOT, "examples");
const schema = readSchema(readFileSync(join(ROOT, "openapi.yaml"), "utf8"), "KyphoplastyCase");
const names = readdirSync(EXAMPLES).filter((name) => name.endsWith(".json"));

describe("an example", () => {
  it.each(names)("is a valid case: %s", (name) => {
    expect(validateCase(readFileSync(join(EXAMPLES, name)))).toMatchObject({ ok: true });
  });

  it("holds every field of the schema at least once in full.json", () => {
    const document: unknown = JSON.parse(readFileSync(join(EXAMPLES, "full.json"), "utf8"));
    const held = new Set<string>();
    collectFields(document, "", held);
    expect(fieldsOf(schema, "").filter((field) => !held.has(field))).toEqual([]);
  });

  it("has about the size of a usual case in typical.json", () => {
    const text = JSON.stringify(JSON.parse(readFileSync(join(EXAMPLES, "typical.json"), "utf8")));
    expect(text.length).toBeGreaterThan(1800);
    expect(text.length).toBeLessThan(2100);
  });
});

describe("the case schema", () => {
  const fields = fieldsOf(schema, "");

  it("has a title for each field, and an example for each field with a value", () => {
    const lacking = fields.filter((pointer) => {
      const field = leafAt(pointer);
      return field.title === undefined || (field.type !== "object" && field.examples === undefined);
    });
    expect(lacking).toEqual([]);
  });

  it("has only examples that fit their field", () => {
    const wrong = fields.filter(
      (pointer) => !(leafAt(pointer).examples ?? []).every((value) => fits(value, leafAt(pointer))),
    );
    expect(wrong).toEqual([]);
  });

  it("has a unit for each field whose name ends in one", () => {
    const named = fields.filter((pointer) => /(Ml|Mm|Cm|Minutes|Degrees|Percent|Years)$/.test(pointer));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((pointer) => leafAt(pointer)["x-unit"] === undefined)).toEqual([]);
  });

  it("refuses unknown fields in every object", () => {
    const open = fields.filter((pointer) => {
      const field = leafAt(pointer);
      return field.type === "object" && field.additionalProperties !== false;
    });
    expect(open).toEqual([]);
  });
});

/** Every field as a pointer without indexes: `/levels/level`. */
function fieldsOf(object: JsonSchema, pointer: string): string[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, property]) => {
    const field = itemOf(resolveSchema(property, schema));
    return [`${pointer}/${name}`, ...fieldsOf(field, `${pointer}/${name}`)];
  });
}

function itemOf(field: JsonSchema): JsonSchema {
  return field.type === "array" ? resolveSchema(field.items ?? {}, schema) : field;
}

function leafAt(pointer: string): JsonSchema {
  let field = schema;
  for (const name of pointer.split("/").slice(1)) field = itemOf(resolveSchema(field.properties?.[name] ?? {}, schema));
  return field;
}

function fits(value: unknown, field: JsonSchema): boolean {
  const ajv = new Ajv2020({ strict: false, formats: { ...FORMATS } });
  return ajv.validate(field, value);
}

function collectFields(value: unknown, pointer: string, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectFields(item, pointer, into);
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      into.add(`${pointer}/${name}`);
      collectFields(inner, `${pointer}/${name}`, into);
    }
  }
}

describe("schemaAt", () => {
  it("follows a pointer of a document through lists and references", () => {
    expect(schemaAt(schema, "/levels/0/cement/volumeMl")).toMatchObject({ type: "number", "x-unit": "mL" });
    expect(schemaAt(schema, "/levels/0/toString")).toBeUndefined();
  });
});
