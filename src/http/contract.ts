import { parse } from "yaml";
import type { JsonSchema } from "../case/schema/index.ts";

/** One operation of openapi.yaml, as far as requests are checked against it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The path in Express's form, `/fhir/:kind/:id`. */
  readonly path: string;
  readonly bodyTypes: readonly string[];
  /** A schema of `{ path, query }` that holds every parameter and no other. */
  readonly parameters: JsonSchema;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface Contract {
  readonly paths: Record<string, Record<string, { operationId: string; parameters?: Parameter[]; requestBody?: Ref }>>;
  readonly components: Record<string, Record<string, unknown>>;
}

interface Ref {
  readonly $ref?: string;
  readonly content?: Record<string, unknown>;
}

/** Lists the operations in the document's order. https://spec.openapis.org/oas/v3.1.1.html#paths-object */
export function readOperations(text: string): readonly Operation[] {
  const contract = parse(text) as Contract;
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const parameters = (operation.parameters ?? []).map((parameter) => resolve<Parameter>(contract, parameter));
      const body = operation.requestBody && resolve<Ref>(contract, operation.requestBody);
      return {
        id: operation.operationId,
        method,
        path: path.replaceAll(/\{(\w+)\}/g, ":$1"),
        bodyTypes: Object.keys(body?.content ?? {}),
        parameters: toSchema(parameters),
      };
    }),
  );
}

function resolve<T>(contract: Contract, value: { readonly $ref?: string }): T {
  const [, group, name] = /^#\/components\/(\w+)\/(\w+)$/.exec(value.$ref ?? "") ?? [];
  return (group && name ? contract.components[group]?.[name] : value) as T;
}

function toSchema(parameters: readonly Parameter[]): JsonSchema {
  const part = (place: Parameter["in"]): JsonSchema => {
    const here = parameters.filter((parameter) => parameter.in === place);
    return {
      type: "object",
      additionalProperties: false,
      required: here.filter(({ required }) => required).map(({ name }) => name),
      properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    } as JsonSchema;
  };
  return { type: "object", properties: { path: part("path"), query: part("query") } } as JsonSchema;
}
