import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
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
 * Each call of a `$ref` makes a new list of all errors so far, which takes minutes on a document of 1 MB that is all
 * errors; this adds to the list in place.
 */
function withLinearErrors(code: string): string {
  const concat = /(vErrors) = vErrors === null \? (\w+\.errors) : vErrors\.concat\(\2\);/g;
  const linear = code.replaceAll(
    concat,
    (_match, errors: string, more: string) => `${errors} = addAll(${errors}, ${more});`,
  );
  if (linear.includes(".concat(")) throw new Error("schema: ajv writes the errors of a reference in another form now");
  return `${linear}\n${ADD_ALL}`;
}

const ADD_ALL = `function addAll(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
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
