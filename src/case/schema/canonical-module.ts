import { code, createNames, lines, member, moduleText, name, template, type Code } from "../../codegen/index.ts";
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
const string = (value) => (escaped.test(value) ? JSON.stringify(value) : ${'"'} + value + ${'"'});
const number = (value) => (typeof value === "number" ? value : value.rawJSON);

function list(text, items, add) {
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ",";
    text = add(text, items[index]);
  }
  return text + "]";
}`;

interface Printers {
  readonly functions: Code[];
  /** The function that adds an object of this schema to a text. */
  of(schema: JsonSchema, hint: string): Code;
}

function createPrinters(root: JsonSchema): Printers {
  const names = createNames(["escaped", "string", "number", "list", "canonical"]);
  const ofReference = new Map<string, Code>();
  const functions: Code[] = [];
  const of = (schema: JsonSchema, hint: string): Code => {
    const known = ofReference.get(schema.$ref ?? "");
    if (known !== undefined) return known;
    const own = names.fresh((schema.$ref?.split("/").at(-1) ?? hint).replace(/^./, (first) => first.toLowerCase()));
    if (schema.$ref !== undefined) ofReference.set(schema.$ref, own);
    functions.push(objectPrinter(own, resolveSchema(schema, root)));
    return own;
  };

  function objectPrinter(own: Code, { properties = {}, required = [], additionalProperties }: JsonSchema): Code {
    if (additionalProperties !== false) throw new Error("schema: an object of a case must not be open");
    // Up to the first member that must be there, only the running document knows whether one was printed before.
    const sorted = Object.keys(properties).sort();
    const firstSure = sorted.findIndex((property) => required.includes(property));
    const unsure = firstSure < 0 ? sorted.length : firstSure;
    const open = name("open");
    const members = sorted.map((property, index) => {
      const value = member(name("value"), property);
      const lead = index > unsure ? "," : index === 0 ? "{" : open;
      const print = code`text = ${added(properties[property] ?? {}, value, [lead, `${JSON.stringify(property)}:`], property)};`;
      if (required.includes(property)) return print;
      const after = index < unsure ? code`\nopen = ",";` : code``;
      return code`if (${value} !== undefined) {
  ${print}${after}
}`;
    });
    const end = firstSure < 0 ? code`return open === "{" ? text + "{}" : text + "}";` : code`return text + "}";`;
    return code`function ${own}(text, value) {
  ${unsure > 0 ? code`let open = "{";` : code``}
  ${lines(members)}
  ${end}
}`;
  }

  /** The text with a value added, after what comes before it. */
  function added(schema: JsonSchema, value: Code, before: readonly (string | Code)[], hint: string): Code {
    const field = resolveSchema(schema, root);
    if (field.type === "object") return code`${of(schema, hint)}(${template([text, ...before])}, ${value})`;
    if (field.type !== "array") return template([text, ...before, ...scalar(field, value)]);
    const items = field.items ?? {};
    const add =
      resolveSchema(items, root).type === "object"
        ? of(items, hint)
        : code`(text, item) => ${added(items, name("item"), [], hint)}`;
    return code`list(${template([text, ...before, "["])}, ${value}, ${add})`;
  }
  return { functions, of };
}

const text = name("text");

/** The pieces of a value that holds no other. What a list of codes or a date allows needs no escape. */
function scalar({ type, enum: codes, format = "uri" }: JsonSchema, value: Code): readonly (string | Code)[] {
  if (type === "string") return codes === undefined && format === "uri" ? [code`string(${value})`] : ['"', value, '"'];
  if (type === "number") return [code`number(${value})`];
  if (type === "integer" || type === "boolean") return [value];
  throw new Error("schema: a field of a case must have a type");
}
