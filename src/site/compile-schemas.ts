import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConceptMap, StructureDefinition } from "@medplum/fhirtypes";
import {
  readSchema,
  toCanonicalModule,
  toFieldsModule,
  toLevelsModule,
  toLogicalModel,
  toValidatorModule,
  withCodeLists,
  type JsonSchema,
} from "../case/schema/index.ts";
import { writeModule } from "../codegen/index.ts";
import { packageFile } from "../system/index.ts";
import { CASE_MODEL } from "./compile-maps.ts";
import { toJsonSchema } from "./logical-schema.ts";

const CASE = "KyphoplastyCase";

/** Compiles the case schema anew, with the codes that the lists have now. */
export function compileCaseSchema(target: string, maps: readonly ConceptMap[], changed: ReadonlySet<string>): void {
  const schema = readSchema(readFileSync(packageFile("openapi.yaml"), "utf8"), CASE);
  const byId = new Map(maps.map((map) => [map.id ?? "", map]));
  const checked = withCodeLists(withoutLists(schema, changed), byId);
  writeModule(join(target, "schemas/case.js"), toValidatorModule(checked));
  writeModule(join(target, "schemas/fields.js"), toFieldsModule(checked, CASE));
  writeModule(join(target, "schemas/canonical.js"), toCanonicalModule(checked, CASE));
  writeModule(join(target, "schemas/levels.js"), toLevelsModule(byId.get("vertebral-level")));
}

/** The schema without the lists that are written in it and are other ones now. */
function withoutLists(schema: JsonSchema, changed: ReadonlySet<string>): JsonSchema {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const { enum: codes, ...rest } = value as JsonSchema;
    return codes !== undefined && changed.has(rest["x-codes"] ?? "") ? rest : value;
  });
  return JSON.parse(text) as JsonSchema;
}

/**
 * Compiles the form of a site's own documents: a JSON Schema, of which a logical model is made, or a logical model, of which a schema
 * is made.
 *
 * @returns the logical model that maps read documents by
 * @throws Error that says what the schema has that is not supported
 */
export function compileSourceForm(
  target: string,
  form: { readonly schema: Readonly<Record<string, unknown>> } | { readonly model: StructureDefinition },
): StructureDefinition {
  if ("model" in form) {
    writeModule(join(target, "source/schema.js"), toValidatorModule(toJsonSchema(form.model)));
    return form.model;
  }
  const { $schema: _dialect, $id: url, ...schema } = form.schema;
  if (typeof url !== "string") throw new Error("the canonical URL of the form, as $id");
  const name = url.slice(url.lastIndexOf("/") + 1);
  writeModule(join(target, "source/schema.js"), toValidatorModule(schema));
  return withCaseTypes(toLogicalModel(schema, { name, url, version: "" }));
}

/** What a form takes over from a case as it is (`x-fhir-type: KyphoplastyCase.session`) has the type that it has there. */
function withCaseTypes(model: StructureDefinition): StructureDefinition {
  const elements = (model.snapshot?.element ?? []).map(({ type, ...element }) => {
    const code = type?.[0]?.code ?? "";
    if (!code.startsWith(`${CASE}.`)) return { ...element, ...(type && { type }) };
    return { ...element, contentReference: `${CASE_MODEL}#${code}` };
  });
  return { ...model, snapshot: { element: elements }, differential: { element: elements } };
}
