import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * Who may import whom below src/. `T:` allows types only. Any folder imports another one by its face
 * (`index.ts`); only `runtime/` and `trace/` faces may be named below it. The import graph is the data flow.
 */
const LAYERS = {
  fhir: [],
  system: [],
  access: ["fhir"],
  outbound: [],
  settings: [],
  metrics: [],
  tracing: [],
  health: ["store", "system"],
  authorization: ["fhir"],
  codegen: [],
  json: [],
  lookup: [],
  fhirpath: ["fhir", "lookup", "codegen"],
  fml: ["fhir", "json", "codegen", "fhirpath", "fhirpath/runtime"],
  structure: ["fhir", "json", "lookup", "codegen", "fhirpath", "fhirpath/runtime"],
  case: ["fhir", "system", "codegen"],
  mapping: ["fhir", "json", "lookup", "fml/runtime", "fml/trace", "T:case"],
  profile: ["fhir", "fhirpath", "structure", "T:mapping"],
  revise: ["fhir", "mapping"],
  explain: ["fhir", "case", "mapping", "fml/trace"],
  store: ["fhir", "json", "system", "T:profile"],
  extraction: ["fhir", "mapping", "T:case"],
  delivery: ["fhir", "json", "system", "store", "T:profile"],
  site: [
    "pipeline",
    "explain",
    "case",
    "case/schema",
    "mapping",
    "profile",
    "extraction",
    "fml",
    "fml/runtime",
    "fml/trace",
    "structure",
    "fhirpath",
    "fhir",
    "json",
    "system",
    "codegen",
  ],
  intake: ["pipeline", "store", "case", "fhir"],
  embedded: ["fhir", "system"],
  http: [
    "T:access",
    "T:health",
    "T:metrics",
    "T:tracing",
    "pipeline",
    "explain",
    "intake",
    "store",
    "delivery",
    "profile",
    "case",
    "fhir",
    "json",
    "system",
    "extraction",
  ],
  cli: [
    "access",
    "pipeline",
    "explain",
    "store",
    "delivery",
    "mapping",
    "profile",
    "case",
    "fhir",
    "json",
    "system",
    "http",
    "embedded",
    "config",
    "extraction",
    "fml",
    "site",
  ],
};

const folders = Object.keys(LAYERS);

/** Refuses imports of folders that the table does not name, and of anything in a folder but its face. */
function layer(folder) {
  const allowed = LAYERS[folder];
  const plain = allowed.filter((name) => !name.startsWith("T:"));
  const typesOnly = allowed.filter((name) => name.startsWith("T:")).map((name) => name.slice(2));
  const others = folders.filter((name) => name !== folder);
  const patterns = others.map((name) => {
    const faces = plain.filter((entry) => entry === name || entry.startsWith(`${name}/`));
    const open = faces.length > 0 ? `(?!(${faces.join("|")})/index\\.ts$)` : "";
    if (typesOnly.includes(name)) {
      return {
        regex: `^(\\.\\./)+${name}/`,
        allowTypeImports: true,
        message: `${folder} may import only types of ${name}.`,
      };
    }
    return { regex: `^(\\.\\./)+${open}${name}/`, message: `${folder} may not import this of ${name} (LAYERS).` };
  });
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ["build/", "dist/", "node_modules/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["*.js", "scripts/*.js", "src/cli/kypho.js"] } },
    },
    rules: {
      "no-eval": "error",
      "no-new-func": "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union of strings." },
        { selector: "ExportAllDeclaration", message: "Name what a face exports." },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...folders.map(layer),
  {
    files: ["src/**/*.ts"],
    ignores: ["src/config.ts", "src/cli/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read the environment in src/config.ts." },
      ],
    },
  },
  {
    files: ["**/*.js"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
);
