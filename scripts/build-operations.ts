/** Writes the operations of openapi.yaml, with a validator of each one's parameters, into build/schemas/operations.js. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toValidatorModule } from "../src/case/schema/index.ts";
import { readOperations, type Operation } from "../src/http/contract.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "build/schemas/operations");

const operations = readOperations(readFileSync(join(ROOT, "openapi.yaml"), "utf8"));
mkdirSync(FOLDER, { recursive: true });
for (const { id, parameters } of operations) write(`${id}.js`, toValidatorModule(parameters));
write("index.js", toIndex(operations));
write("index.d.ts", toDeclarations());

function toIndex(list: readonly Operation[]): string {
  const imports = list.map(({ id }, index) => `import validate${index} from "./${id}.js";`);
  const rows = list.map(
    ({ id, method, path, bodyTypes, scopes }, index) =>
      `  { id: ${JSON.stringify(id)}, method: ${JSON.stringify(method)}, path: ${JSON.stringify(path)}, ` +
      `bodyTypes: ${JSON.stringify(bodyTypes)}, scopes: ${JSON.stringify(scopes)}, validate: validate${index} },`,
  );
  return [...imports, "export const operations = [", ...rows, "];", ""].join("\n");
}

function toDeclarations(): string {
  return `import type { ErrorObject } from "ajv";
export interface BuiltOperation {
  readonly id: string;
  readonly method: "get" | "post" | "put" | "delete";
  readonly path: string;
  readonly bodyTypes: readonly string[];
  readonly scopes: readonly string[] | null;
  readonly validate: ((parameters: unknown) => boolean) & { errors?: ErrorObject[] | null };
}
export declare const operations: readonly BuiltOperation[];
`;
}

function write(name: string, text: string): void {
  writeFileSync(join(FOLDER, name), text);
}
