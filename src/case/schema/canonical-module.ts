import {
  code,
  createNames,
  lines,
  literal,
  member,
  moduleText,
  name,
  sum,
  template,
  type Code,
} from "../../codegen/index.ts";
import { resolveSchema, type JsonSchema } from "./json-schema.ts";

/**
 * The text of an ES module that prints a valid document in canonical form (RFC 8785): its default export takes the
 * document and gives the text.
 *
 * Which members there can be, and their order, is known from the schema, so each object is printed by code that neither
 * sorts nor copies. It must give what sorting and JSON.stringify give; that takes twice as long, and is the oracle in tests.
 *
 * @throws Error when the schema leaves open what an object or a list holds
 */
export function toCanonicalModule(schema: JsonSchema, root: string): string {
  const printers = createPrinters(schema);
  const whole = printers.of(schema, root);
  return moduleText({
    header: [
      "The canonical form of a case, compiled from the case schema of openapi.yaml. Made by the build; do not edit.",
    ],
    imports: new Map(),
    body: [
      SHARED,
      lines(printers.leads),
      ...printers.functions,
      code`export default function canonical(document) {
  return ${whole}("", document);
}`,
    ],
  });
}

/** The declarations of that module. */
export function toCanonicalDeclarations(root: string): string {
  return `import type { ${root} } from "./case.js";
/** The canonical form of a valid document: members by name, no white space, decimals as they were written. */
export default function canonical(document: ${root}): string;
`;
}

/** What JSON.stringify writes, with quick answers for what needs no escape and for numbers that print as they were written. */
const SHARED = code`const escaped = /["\\\\\\u0000-\\u001f\\ud800-\\udfff]/;
const string = (value) => (escaped.test(value) ? JSON.stringify(value).slice(1, -1) : value);
const number = (value) => (typeof value === "number" ? value : value.rawJSON);
// As what leads to each value, in one piece by what stands before it: nothing, a text, or another value.
const ends = ["{}", ${'"}'}, "}"];

function list(text, items, add) {
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ",";
    text = add(text, items[index]);
  }
  return text + "]";
}`;

interface Printers {
  readonly leads: Code[];
  readonly functions: Code[];
  /** The function that adds an object of this schema to a text. */
  of(schema: JsonSchema, hint: string): Code;
}

/** What stands before a name, beside nothing. */
const TEXT = 1;
const VALUE = 2;

function createPrinters(root: JsonSchema): Printers {
  const names = createNames([
    "escaped",
    "string",
    "number",

    "ends",
    "list",
    "canonical",
    "text",
    "value",
    "item",
    "before",
  ]);
  const known = new Map<string, Code>();
  const leads: Code[] = [];
  const functions: Code[] = [];
  const of = (schema: JsonSchema, hint: string): Code => {
    const printer = known.get(schema.$ref ?? "");
    if (printer !== undefined) return printer;
    const own = names.fresh((schema.$ref?.split("/").at(-1) ?? hint).replace(/^./, (first) => first.toLowerCase()));
    if (schema.$ref !== undefined) known.set(schema.$ref, own);
    functions.push(objectPrinter(own, resolveSchema(schema, root)));
    return own;
  };

  /** What leads to the value of a property, and begins it. */
  function led(property: string, begin: string): Code {
    const written = `${JSON.stringify(property)}:${begin}`;
    const made = known.get(written);
    if (made !== undefined) return code`${made}[before]`;
    const own = names.fresh(`${property}Leads`);
    known.set(written, own);
    leads.push(code`const ${own} = ${literal(["{", '",', ","].map((before) => before + written))};`);
    return code`${own}[before]`;
  }

  function objectPrinter(own: Code, { properties = {}, required = [], additionalProperties }: JsonSchema): Code {
    if (additionalProperties !== false) throw new Error("schema: an object of a case must not be open");
    const sorted = Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1));
    const members = sorted.map(([property, field]) => {
      const value = member(name("value"), property);
      const print = printed(property, resolveSchema(field, root), field, value);
      return required.includes(property) ? print : code`if (${value} !== undefined) {\n  ${print}\n}`;
    });
    return code`function ${own}(text, value) {
  let before = 0;
  ${lines(members)}
  return text + ends[before];
}`;
  }

  /** Adds a property to the text. */
  function printed(property: string, field: JsonSchema, written: JsonSchema, value: Code): Code {
    if (field.type === "string")
      return code`text = ${sum([text, led(property, '"'), content(field, value)])};\nbefore = ${TEXT};`;
    return code`text = ${added(property, field, written, value)};\nbefore = ${VALUE};`;
  }

  /** The text with a property that is no text of its own. */
  function added(property: string, field: JsonSchema, written: JsonSchema, value: Code): Code {
    if (field.type === "object") return code`${of(written, property)}(${sum([text, led(property, "")])}, ${value})`;
    if (field.type !== "array") return template([text, led(property, ""), content(field, value)]);
    return code`list(${sum([text, led(property, "[")])}, ${value}, ${itemPrinter(field.items ?? {}, property)})`;
  }

  function itemPrinter(items: JsonSchema, hint: string): Code {
    const field = resolveSchema(items, root);
    if (field.type === "object") return of(items, hint);
    const item = content(field, name("item"));
    return code`(text, item) => ${field.type === "string" ? sum([text, '"', item, '"']) : template([text, item])}`;
  }
  return { leads, functions, of };
}

const text = name("text");

/** What is written of a value that holds no other, without quotes. What a list of codes or a date allows needs no escape. */
function content({ type, enum: codes, format = "uri" }: JsonSchema, value: Code): Code {
  if (type === "string") return codes === undefined && format === "uri" ? code`string(${value})` : value;
  if (type === "number") return code`number(${value})`;
  if (type === "integer" || type === "boolean") return value;
  throw new Error("schema: a field of a case must have a type");
}
