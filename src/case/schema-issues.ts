import { schema, type SchemaError } from "../../build/schemas/case.js";
import { LEVELS } from "../../build/schemas/levels.js";
import type { IssueCode } from "../fhir/index.ts";
import { createNearest, type FindNearest } from "./nearest.ts";
import { childPointer, pointerSteps } from "./pointer.ts";
import { schemaAt, type JsonSchema } from "./schema/json-schema.ts";

/** What is wrong, and where; its place in the bytes is looked up later. */
export interface Finding {
  readonly rule: string;
  readonly code: IssueCode;
  readonly pointer: string;
  readonly message: string;
  /** Whether the name of the field is at fault, not its value. */
  readonly atKey?: boolean;
}

const ROOT = schema as JsonSchema;
/** A longer list is told by its length and its nearest codes. */
const LISTED_CODES = 20;

const FORMAT_TEXTS: Readonly<Record<string, string>> = {
  instant: "a date and time with seconds and offset, such as 2009-05-14T16:40:00+08:00",
  "partial-date": "a calendar date as YYYY, YYYY-MM or YYYY-MM-DD",
  "partial-date-time": "a calendar date as YYYY, YYYY-MM or YYYY-MM-DD, or a date and time with seconds and offset",
  uri: "an absolute URI, such as https://hospital.example.org/patient or urn:oid:1.2.3",
};

const TYPE_TEXTS: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

/**
 * Says ajv's errors in our words. The errors of the branches of `anyOf` and `oneOf` are noise beside the one that says
 * which fields belong together, and that one is noise beside a field that is required by another.
 *
 * @param root the schema, where it is not that of a case
 */
export function schemaFindings(document: unknown, errors: readonly SchemaError[], root: JsonSchema = ROOT): Finding[] {
  const dependent = new Set(
    errors.filter((error) => error.keyword === "dependentRequired").map((error) => error.instancePath),
  );
  const nearest = createNearest();
  return errors
    .filter((error) => !/\/(?:anyOf|oneOf)\/\d+\//.test(error.schemaPath))
    .filter((error) => error.keyword !== "oneOf" || !dependent.has(error.instancePath))
    .map((error) => findingOf(document, error, root, nearest));
}

function findingOf(document: unknown, error: SchemaError, root: JsonSchema, nearest: FindNearest): Finding {
  const { instancePath: pointer, params } = error;
  const limit = String(params["limit"]);
  const place = schemaAt(root, pointer) ?? {};
  switch (error.keyword) {
    case "type": {
      const expected = TYPE_TEXTS[String(params["type"])] ?? String(params["type"]);
      return {
        rule: "case/type",
        code: "structure",
        pointer,
        message: `Expected ${expected}, found ${kindOf(valueAt(document, pointer))}.`,
      };
    }
    case "required":
      return {
        rule: "case/required",
        code: "required",
        pointer,
        message: `Expected the field ${String(params["missingProperty"])}, found none.`,
      };
    case "dependentRequired": {
      const message = `Expected the field ${String(params["missingProperty"])} beside ${String(params["property"])}, found none.`;
      return { rule: "case/required", code: "required", pointer, message };
    }
    case "additionalProperties":
      return unknownField(pointer, String(params["additionalProperty"]), place, nearest);
    case "enum": {
      const allowed = params["allowedValues"] as readonly string[];
      return unknownCode(pointer, valueAt(document, pointer), allowed, place, nearest);
    }
    case "pattern":
      return { rule: "case/pattern", code: "value", pointer, message: patternMessage(String(params["pattern"])) };
    case "format": {
      const expected = FORMAT_TEXTS[String(params["format"])] ?? String(params["format"]);
      return { rule: "case/format", code: "value", pointer, message: `Expected ${expected}, found another form.` };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum": {
      const unit = place["x-unit"] === undefined ? "" : ` ${place["x-unit"]}`;
      const bound = { minimum: "at least", maximum: "at most", exclusiveMinimum: "more than" }[error.keyword];
      const found = error.keyword === "maximum" ? "more" : "less";
      return {
        rule: "case/range",
        code: "value",
        pointer,
        message: `Expected ${bound} ${limit}${unit}, found ${found}.`,
      };
    }
    case "maxLength":
    case "minLength": {
      const [bound, found] = error.keyword === "maxLength" ? ["at most", "more"] : ["at least", "fewer"];
      const code = error.keyword === "maxLength" ? "too-long" : "value";
      return { rule: "case/length", code, pointer, message: `Expected ${bound} ${limit} characters, found ${found}.` };
    }
    case "maxItems":
    case "minItems": {
      const [bound, found] = error.keyword === "maxItems" ? ["at most", "more"] : ["at least", "fewer"];
      const code = error.keyword === "maxItems" ? "too-long" : "required";
      return { rule: "case/count", code, pointer, message: `Expected ${bound} ${limit} entries, found ${found}.` };
    }
    case "minProperties":
    case "maxProperties": {
      const [bound, found] = error.keyword === "maxProperties" ? ["at most", "more"] : ["at least", "fewer"];
      const code = error.keyword === "maxProperties" ? "structure" : "required";
      return { rule: "case/count", code, pointer, message: `Expected ${bound} ${limit} fields, found ${found}.` };
    }
    case "uniqueItems": {
      const index = Math.max(Number(params["i"]), Number(params["j"]));
      return {
        rule: "case/repeated",
        code: "duplicate",
        pointer: childPointer(pointer, index),
        message: "Expected each entry once, found it again.",
      };
    }
    case "anyOf":
      return {
        rule: "case/one-of",
        code: "required",
        pointer,
        message: `Expected at least one of ${groupsOf(place.anyOf)}, found none.`,
      };
    case "oneOf": {
      const found = params["passingSchemas"] === null ? "none" : "more than one";
      return {
        rule: "case/one-of",
        code: "invariant",
        pointer,
        message: `Expected exactly one of ${groupsOf(place.oneOf)}, found ${found}.`,
      };
    }
    default:
      return {
        rule: "case/schema",
        code: "structure",
        pointer,
        message: `Expected what the case schema says by ${error.keyword}, found otherwise.`,
      };
  }
}

function unknownField(pointer: string, name: string, place: JsonSchema, nearest: FindNearest): Finding {
  const [known] = nearest(name, place.properties ?? {}, 1);
  const hint = known === undefined ? "" : `; the nearest is ${known}`;
  const message = `Expected a field of the case schema, found an unknown one${hint}.`;
  return { rule: "case/unknown-field", code: "structure", pointer: childPointer(pointer, name), message, atKey: true };
}

function unknownCode(
  pointer: string,
  value: unknown,
  allowed: readonly string[],
  place: JsonSchema,
  nearest: FindNearest,
): Finding {
  const near = typeof value === "string" ? nearest(value, allowed, 3) : [];
  const hint = near.length === 0 ? "" : `; the nearest: ${near.join(", ")}`;
  const message = `Expected ${allowedText(allowed, place)}, found another code${hint}.`;
  return { rule: "case/enum", code: "code-invalid", pointer, message };
}

function allowedText(allowed: readonly string[], place: JsonSchema): string {
  if (place["x-codes"] === "vertebral-level") return `one of ${LEVELS.join(", ")} or a known synonym`;
  return allowed.length <= LISTED_CODES ? `one of ${allowed.join(", ")}` : `one of ${allowed.length} codes`;
}

function patternMessage(pattern: string): string {
  return pattern === "\\S"
    ? "Expected text, found nothing but spaces."
    : `Expected a value of the form ${pattern}, found another form.`;
}

function groupsOf(branches: readonly JsonSchema[] | undefined): string {
  return (branches ?? []).map((branch) => (branch.required ?? []).join(" with ")).join(" or ");
}

/** The value that a pointer leads to; undefined where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  return pointerSteps(pointer).reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    document,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "object":
      return "an object";
    case "string":
      return "text";
    case "number":
      return Number.isFinite(value) ? "a number of another kind" : "a number beyond all bounds";
    case "boolean":
      return "true or false";
    default:
      return "nothing";
  }
}
