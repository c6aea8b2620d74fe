import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { parse } from "yaml";
import { validateCase, type ValidCase } from "../../src/case/index.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Contract {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

type Json = Record<string, unknown>;

const { schemas } = (parse(readFileSync(join(import.meta.dirname, "../../openapi.yaml"), "utf8")) as Contract)
  .components;

const LEVELS = ["T1", "T6", "D12", "Th11", "L1", "L2", "L3", "12th thoracic", "t5", "L5"];
const two = (max: number, min = 1) => fc.integer({ min, max }).map((number) => String(number).padStart(2, "0"));
const date = fc.tuple(fc.integer({ min: 2000, max: 2008 }), two(12), two(28)).map((parts) => parts.join("-"));
const instant = fc
  .tuple(date, two(23, 0), two(59, 0), fc.constantFrom("Z", "+08:00", "-03:30"))
  .map(([day, hour, minute, zone]) => `${day}T${hour}:${minute}:00${zone}`);
/** After all else that a case tells. */
const recordedAt = instant.map((text) => text.replace(/^\d{4}/, "2009"));
const uid = fc
  .array(fc.integer({ min: 1, max: 9999 }), { minLength: 3, maxLength: 6 })
  .map((parts) => `1.2.${parts.join(".")}`);

/**
 * Valid cases, made from the schema of openapi.yaml so that no field is forgotten. What a rule across fields refuses is taken
 * out again, for as long as that makes a case; the few documents that never become one are passed over.
 */
export function validCases(): Arbitrary<ValidCase> {
  return ofSchema(schemas["KyphoplastyCase"] ?? {}, "KyphoplastyCase")
    .map((document) => pruned(document as Json))
    .filter((valid) => valid !== undefined);
}

const ROUNDS = 12;

function pruned(document: Json): ValidCase | undefined {
  for (let round = 0; round < ROUNDS; round++) {
    const result = validateCase(Buffer.from(withDigits(JSON.stringify(document))));
    if (result.ok) return result.value;
    const pointers = result.issues.map(({ pointer = "" }) => pointer.split("/").slice(1));
    // From the back, so that taking out one item of a list does not move the next.
    for (const steps of pointers.reverse()) remove(document, steps);
  }
  return undefined;
}

/** Some decimals are written with more digits than JavaScript prints, which must not be lost either. */
function withDigits(text: string): string {
  return text.replaceAll(/(:-?\d+\.[1-5])(?=[,}])/g, "$10");
}

function remove(document: Json, steps: readonly string[]): void {
  const holder = steps.slice(0, -1).reduce<unknown>((value, step) => (value as Json | undefined)?.[step], document);
  const last = steps.at(-1) ?? "";
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (typeof holder === "object" && holder !== null) Reflect.deleteProperty(holder, last);
}

function ofSchema(schema: Schema, name: string): Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const target = schema.$ref.replace(/^.*\//, "");
    return ofSchema(schemas[target] ?? {}, target);
  }
  if (name === "level" || name === "LevelName") return fc.constantFrom(...LEVELS);
  if (name === "DicomUid" || /Uid$/.test(name)) return uid;
  if (name === "Key" || name === "key") return fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object":
      return ofObject(schema, name);
    case "array":
      return (schema.uniqueItems === true ? fc.uniqueArray : fc.array)(ofSchema(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
    case "number":
      return ofNumber(schema);
    default:
      return ofText(schema);
  }
}

function ofObject({ properties = {}, required = [] }: Schema, name: string): Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([field, one]) => [field, ofSchema(one, field)]));
  if (name !== "extensions") return fc.record(fields, { requiredKeys: [...required] });
  const { url, ...values } = fields;
  return fc
    .constantFrom(...Object.entries(values))
    .chain(([field, value]) => fc.record({ ...(url !== undefined && { url }), [field]: value }));
}

/** Decimals of up to three places, with the digits that they are written with. */
function ofNumber({ minimum, exclusiveMinimum, maximum = 1000 }: Schema): Arbitrary<unknown> {
  const low = minimum ?? exclusiveMinimum ?? 0;
  return fc.integer({ min: Math.ceil(low * 10) + 1, max: Math.floor(maximum * 10) - 1 }).map((tenths) => tenths / 10);
}

function ofText({ format, pattern, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === "uri") return fc.stringMatching(/^[a-z]{1,6}$/).map((word) => `https://site.example.org/${word}`);
  if (format === "instant") return recordedAt;
  if (format === "partial-date")
    return fc.oneof(
      date,
      date.map((text) => text.slice(0, 7)),
      date.map((text) => text.slice(0, 4)),
    );
  if (format === "partial-date-time")
    return fc.oneof(
      instant,
      date,
      date.map((text) => text.slice(0, 7)),
    );
  if (pattern !== undefined && pattern.startsWith("^[A-Za-z0-9")) return fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/);
  return fc
    .array(fc.constantFrom(...Array.from("abcXYZ 0189äß\"\\/'<>&{}[]%,.:;é漢")), {
      minLength: 1,
      maxLength: Math.min(maxLength, 12),
    })
    .map((letters) => `t${letters.join("")}t`);
}
