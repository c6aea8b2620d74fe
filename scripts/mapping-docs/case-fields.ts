import { resolveSchema, type JsonSchema } from "../../src/case/schema/index.ts";

/** One field of the case schema that holds a value. */
export interface CaseField {
  /** A JSON pointer in which a list's index is written `[]`: `/levels[]/cement/volumeMl`. */
  readonly pointer: string;
  readonly title: string;
  /** The UCUM code of a number's unit. */
  readonly unit?: string;
}

/** What a case pointer stands for, whether or not it holds other fields. */
export interface CaseSchema {
  /** Every field with a value, in the order of the schema. FHIR extensions count as one field. */
  readonly fields: readonly CaseField[];
  /** Whether the schema has a list at this pointer, written without its own `[]`. */
  readonly isList: (pointer: string) => boolean;
}

export function readCaseFields(schema: JsonSchema): CaseSchema {
  const fields: CaseField[] = [];
  const lists = new Set<string>();
  addFields(schema, "");
  return { fields, isList: (pointer) => lists.has(pointer) };

  function addFields(object: JsonSchema, parent: string): void {
    for (const [name, property] of Object.entries(object.properties ?? {})) {
      const field = resolveSchema(property, schema);
      const isList = field.type === "array";
      const item = isList ? resolveSchema(field.items ?? {}, schema) : field;
      const pointer = `${parent}/${name}${isList ? "[]" : ""}`;
      if (isList) lists.add(`${parent}/${name}`);
      if (item.type === "object" && field["x-fhir-type"] === undefined) addFields(item, pointer);
      else
        fields.push({
          pointer,
          title: field.title ?? name,
          ...(item["x-unit"] !== undefined && { unit: item["x-unit"] }),
        });
    }
  }
}
