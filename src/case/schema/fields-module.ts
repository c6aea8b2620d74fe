import { code, createNames, join, lines, literal, member, moduleText, name, type Code } from "../../codegen/index.ts";
import { FORMATS } from "./formats.ts";
import { resolveSchema, type JsonSchema } from "./json-schema.ts";

/**
 * The text of an ES module that counts the fields of a document: its default export takes the document and gives how many
 * fields of the schema there are in all its objects, or NaN where a value may not fit.
 *
 * A document that fits has as many keys as this gives, and one with more has fields that the schema does not know. So what
 * an object holds need not be listed, nor is anything said of what is wrong: for that there is the validator, which takes
 * nearly three times as long for a document that fits, and is the oracle in tests.
 *
 * @throws Error when the schema asks for what is not known here
 */
export function toFieldsModule(schema: JsonSchema, root: string): string {
  const counters = createCounters(schema);
  const whole = counters.of(schema, root);
  return moduleText({
    header: ["The fields of a case, compiled from the case schema of openapi.yaml. Made by the build; do not edit."],
    imports: new Map(),
    body: [
      lines(counters.constants),
      code`const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);`,
      ...counters.functions,
      code`export default function countFields(document) {
  return ${whole}(document);
}`,
    ],
  });
}

/** The declarations of that module. */
export const FIELDS_DECLARATIONS = `/** How many fields there are in a document that fits the schema if it has no others; NaN when it may not fit. */
export default function countFields(document: unknown): number;
`;

interface Counters {
  readonly constants: Code[];
  readonly functions: Code[];
  /** The function that counts the fields of an object of this schema. */
  of(schema: JsonSchema, hint: string): Code;
}

const value = name("value");
const item = name("item");

function createCounters(root: JsonSchema): Counters {
  const names = createNames(["isObject", "countFields", "value", "item", "own", "inner"]);
  const known = new Map<string, Code>();
  const constants: Code[] = [];
  const functions: Code[] = [];

  /** The name of what was made for a key, or is made now. */
  function once(key: string, hint: string, make: (own: Code) => void): Code {
    const made = known.get(key);
    if (made !== undefined) return made;
    const own = names.fresh(hint);
    known.set(key, own);
    make(own);
    return own;
  }

  function of(schema: JsonSchema, hint: string): Code {
    const lower = hint.replace(/^./, (first) => first.toLowerCase());
    return once(schema.$ref ?? JSON.stringify(schema), lower, (own) => {
      functions.push(counter(own, resolveSchema(schema, root)));
    });
  }

  function constant(hint: string, made: Code): Code {
    return once(made.text, hint, (own) => constants.push(code`const ${own} = ${made};`));
  }

  function counter(own: Code, schema: JsonSchema): Code {
    const { properties = {}, required = [], additionalProperties, ...rest } = schema;
    if (additionalProperties !== false) throw new Error("schema: an object of a case must not be open");
    const members = Object.entries(properties).map(([property, field]) => {
      const count = counted(field, member(value, property), property);
      if (required.includes(property)) return count;
      return code`if (${isThere(property)}) {
  own++;
  ${count}
}`;
    });
    return code`function ${own}(value) {
  if (!isObject(value)) return NaN;
  let own = ${required.length};
  let inner = 0;
  ${lines([...members, ...conditions(rest).map(refuseUnless)])}
  return own + inner;
}`;
  }

  /** Adds the fields in a value to those that were counted, or ends the count where it may not fit. */
  function counted(schema: JsonSchema, place: Code, hint: string): Code {
    const field = resolveSchema(schema, root);
    if (field.type === "object") return code`inner += ${of(schema, hint)}(${place});`;
    if (field.type !== "array") return refuseUnless(join(scalar(field, place), " && "));
    const { type: _type, items = {}, minItems, maxItems, uniqueItems = false, ...rest } = withoutNotes(field);
    refuseOthers(rest);
    if (uniqueItems && items.enum === undefined) throw new Error("schema: only codes can be counted as unique");
    const isList = [
      code`Array.isArray(${place})`,
      ...within(code`${place}.length`, [">=", minItems], ["<=", maxItems]),
      ...(uniqueItems ? [code`new Set(${place}).size === ${place}.length`] : []),
    ];
    return code`${refuseUnless(join(isList, " && "))}
for (const item of ${place}) {
  ${counted(items, item, hint)}
}`;
  }

  /** What must be true of a value that holds no other. */
  function scalar(field: JsonSchema, place: Code): readonly Code[] {
    const {
      type,
      enum: codes,
      format,
      pattern,
      maxLength,
      minimum,
      exclusiveMinimum,
      maximum,
      ...rest
    } = withoutNotes(field);
    refuseOthers(rest);
    if (codes !== undefined) return [code`${constant("codes", code`new Set(${literal(codes)})`)}.has(${place})`];
    if (type === "boolean") return [code`typeof ${place} === "boolean"`];
    if (type === "string") {
      const sources = [pattern, format && FORMATS[format]?.source].filter((source) => source !== undefined);
      return [
        code`typeof ${place} === "string"`,
        // A character takes one unit or two, so the validator may accept what is longer.
        ...within(code`${place}.length`, ["<=", maxLength]),
        ...sources.map((source) => code`${constant("pattern", code`new RegExp(${source})`)}.test(${place})`),
      ];
    }
    if (type !== "number" && type !== "integer") throw new Error("schema: a field of a case must have a type");
    const isNumber = type === "integer" ? code`Number.isInteger(${place})` : code`Number.isFinite(${place})`;
    return [isNumber, ...within(place, [">=", minimum], [">", exclusiveMinimum], ["<=", maximum])];
  }
  return { constants, functions, of };
}

/** What an object asks for beside the schemas of its fields. */
function conditions(schema: JsonSchema): readonly Code[] {
  const { type: _type, minProperties, maxProperties, ...others } = withoutNotes(schema);
  const { dependentRequired = {}, anyOf = [], oneOf = [], ...rest } = others;
  refuseOthers(rest);
  return [
    ...within(name("own"), [">=", minProperties], ["<=", maxProperties]),
    ...Object.entries(dependentRequired).map(
      ([property, needed]) => code`${member(value, property)} === undefined || ${areThere(needed)}`,
    ),
    ...(anyOf.length === 0 ? [] : [join(anyOf.map(branch), " || ")]),
    ...(oneOf.length === 0 ? [] : [code`${join(oneOf.map(branch), " + ")} === 1`]),
  ];
}

function branch({ required = [], ...rest }: JsonSchema): Code {
  refuseOthers(rest);
  return areThere(required);
}

const areThere = (properties: readonly string[]) => code`(${join(properties.map(isThere), " && ")})`;
const isThere = (property: string) => code`${member(value, property)} !== undefined`;
const refuseUnless = (condition: Code) => code`if (!(${condition})) return NaN;`;

/** That a number keeps those of its limits that there are. */
function within(number: Code, ...limits: readonly (readonly [keyof typeof SIGNS, number | undefined])[]): Code[] {
  return limits.flatMap(([sign, limit]) => (limit === undefined ? [] : [code`${number} ${SIGNS[sign]} ${limit}`]));
}

const SIGNS = { "<=": code`<=`, ">=": code`>=`, ">": code`>` };

const NOTES = new Set(["title", "description", "examples", "$defs", "x-unit", "x-codes", "x-fhir-type"]);

/** A schema without what asks for nothing. */
function withoutNotes(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !NOTES.has(keyword)));
}

function refuseOthers(rest: JsonSchema): void {
  const [keyword] = Object.keys(rest);
  if (keyword !== undefined) throw new Error(`schema: fields cannot be counted where there is ${keyword}`);
}
