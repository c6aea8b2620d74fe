/** Writes what settings.schema.yaml compiles to, a validator and its types, into build/schemas. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { toDeclarations, toValidatorModule } from "../src/case/schema/index.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "build/schemas");

type Schema = Parameters<typeof toValidatorModule>[0];
const schema = parse(readFileSync(join(ROOT, "settings.schema.yaml"), "utf8")) as Schema;

mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, "settings.js"), toValidatorModule(schema));
writeFileSync(join(FOLDER, "settings.d.ts"), toDeclarations(schema, "Settings"));
