import { parse } from "yaml";

/** The part of JSON Schema that parameters use. */
export type ParameterSchema = Readonly<Record<string, unknown>>;

/** One operation of openapi.yaml, as far as requests are checked against it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The path in Express's form, `/fhir/:kind/:id`. */
  readonly path: string;
  readonly bodyTypes: readonly string[];
  /** A schema of `{ path, query, header }`: every parameter, and no other in path and query. Headers are in lower case. */
  readonly parameters: ParameterSchema;
  /** SMART system scopes that a caller needs, none of them for any caller that logs in; `null` where nobody has to. */
  readonly scopes: readonly string[] | null;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: ParameterSchema;
}

interface Contract {
  readonly paths: Record<
    string,
    Record<string, { operationId: string; parameters?: Parameter[]; requestBody?: Ref; security?: Security }>
  >;
  readonly security?: Security;
  readonly components: Record<string, Record<string, unknown>>;
}

/** https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object */
type Security = readonly { readonly bearer?: readonly string[] }[];

interface Ref {
  readonly $ref?: string;
  readonly content?: Record<string, unknown>;
}

/** Lists the operations in the document's order. https://spec.openapis.org/oas/v3.1.1.html#paths-object */
export function readOperations(text: string): readonly Operation[] {
  const contract = parse(text) as Contract;
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const parameters = (operation.parameters ?? []).map((parameter) => resolve(contract, parameter) as Parameter);
      const body = operation.requestBody && (resolve(contract, operation.requestBody) as Ref);
      return {
        id: operation.operationId,
        method,
        path: path.replaceAll(/\{(\w+)\}/g, ":$1"),
        bodyTypes: Object.keys(body?.content ?? {}),
        parameters: toSchema(parameters),
        scopes: (operation.security ?? contract.security)?.[0]?.bearer ?? null,
      };
    }),
  );
}

function resolve(contract: Contract, value: { readonly $ref?: string }): unknown {
  const [, group, name] = /^#\/components\/(\w+)\/(\w+)$/.exec(value.$ref ?? "") ?? [];
  return group && name ? contract.components[group]?.[name] : value;
}

function toSchema(parameters: readonly Parameter[]): ParameterSchema {
  const part = (place: Parameter["in"], nameOf = (name: string): string => name): ParameterSchema => {
    const here = parameters.filter((parameter) => parameter.in === place);
    return {
      type: "object",
      // Every request has headers that are not this contract's.
      ...(place !== "header" && { additionalProperties: false }),
      required: here.filter(({ required }) => required).map(({ name }) => nameOf(name)),
      properties: Object.fromEntries(here.map(({ name, schema }) => [nameOf(name), schema])),
    };
  };
  const header = part("header", (name) => name.toLowerCase());
  return { type: "object", properties: { path: part("path"), query: part("query"), header } };
}
