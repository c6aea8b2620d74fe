import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { MAX_ISSUES } from "../limits.ts";
import { FORMATS } from "./formats.ts";
import type { JsonSchema } from "./json-schema.ts";

const VOCABULARY = ["x-unit", "x-codes", "x-fhir-type"];
const ANNOTATIONS = new Set(["title", "description", "examples"]);

/**
 * The text of an ES module that validates one document against the schema and collects every error.
 *
 * Its default export is ajv's validate function; `schema` is the schema without its texts, for messages that name what was
 * allowed. ajv still writes `require(…)` for its few run-time parts in this form, which become imports here.
 *
 * @throws Error when the schema is not valid or names an unknown format
 */
export function toValidatorModule(schema: JsonSchema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    // `oneOf` and `anyOf` branches here only say which fields belong together, without repeating their types.
    strictTypes: false,
    strictRequired: false,
    formats: { ...FORMATS },
    unicodeRegExp: false,
    // Each definition is a function of its own, since V8 optimizes none over 60 kB of bytecode, and the whole case is more.
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addVocabulary(VOCABULARY);
  const bare = withoutAnnotations(schema);
  const code = withLinearErrors(standalone.default(ajv, ajv.compile(bare)));
  return `${requiresToImports(code)}\nexport const schema = ${JSON.stringify(bare)};\n`;
}

/** The texts for readers would be most of the module, and no check needs them. */
function withoutAnnotations(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    if (ANNOTATIONS.has(key)) return [];
    if (key === "items") return [[key, withoutAnnotations(value as JsonSchema)]];
    if (key !== "properties" && key !== "$defs") return [[key, value]];
    const named = Object.entries(value as Record<string, JsonSchema>);
    return [[key, Object.fromEntries(named.map(([name, inner]) => [name, withoutAnnotations(inner)]))]];
  });
  return Object.fromEntries(entries);
}

/**
 * Makes what a document of 1 MB that is all errors takes bearable: ajv makes a new list of all errors so far at each call of
 * a `$ref`, and every error as an object. This adds to the list in place, and keeps of errors over the limit the number
 * alone, as repetitions of one object.
 */
function withLinearErrors(code: string): string {
  const concat = /(vErrors) = vErrors === null \? (\w+\.errors) : vErrors\.concat\(\2\);/g;
  const made = /^const (err\d+) = (\{instancePath[^]*?\});\n(?=if\(vErrors === null\))/gm;
  const linear = code
    .replaceAll(concat, (_match, errors: string, more: string) => `${errors} = addAll(${errors}, ${more});`)
    .replaceAll(
      made,
      (_match, error: string, value: string) => `const ${error} = errors < ${MAX_ISSUES} ? ${value} : MORE;\n`,
    );
  const isKnown = !linear.includes(".concat(") && !/^const err\d+ = \{/m.test(linear);
  if (!isKnown) throw new Error("schema: ajv writes its errors in another form now");
  return `${linear}\n${ADD_ALL}`;
}

const ADD_ALL = `const MORE = {instancePath:"",schemaPath:"",keyword:"",params:{},message:""};
function addAll(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(errors.length < ${MAX_ISSUES} ? error : MORE);
  return errors;
}`;

function requiresToImports(code: string): string {
  const imports = new Map<string, string>();
  const body = code.replaceAll(/require\("([^"]+)"\)\.default/g, (_match, path: string) => {
    const name = imports.get(path) ?? `module${imports.size}`;
    imports.set(path, name);
    // Node gives the CommonJS module as the default, bundlers and vitest what that module calls its default.
    return `(${name}.default ?? ${name})`;
  });
  const lines = [...imports].map(([path, name]) => `import ${name} from ${JSON.stringify(`${path}.js`)};`);
  return [...lines, body].join("\n");
}
