import type { ConceptMap } from "@medplum/fhirtypes";
import type { JsonSchema } from "./json-schema.ts";

/** The ConceptMaps of a set, by id: `x-codes: side` in a schema means the source codes of the ConceptMap `side`. */
export type ConceptMaps = ReadonlyMap<string, ConceptMap>;

/** The codes that an input may use where its field says `x-codes: <id>`, in the order of the ConceptMap. */
export function sourceCodes(map: ConceptMap): string[] {
  const codes = (map.group ?? []).flatMap((group) => group.element).map((element) => element.code);
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/**
 * The schema with an `enum` wherever `x-codes` names a ConceptMap that is there and no `enum` is written.
 * A list that is both written and mapped stays as written; that the two agree is a test's business.
 */
export function withCodeLists(schema: JsonSchema, maps: ConceptMaps): JsonSchema {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const field = value as JsonSchema;
    const map = maps.get(field["x-codes"] ?? "");
    if (map === undefined || field.enum !== undefined) return field;
    // Lengths say nothing more once the list is known, and would only double the issue.
    const rest = Object.entries(field).filter(([key]) => key !== "minLength" && key !== "maxLength");
    return { ...Object.fromEntries(rest), enum: sourceCodes(map) };
  });
  return JSON.parse(text) as JsonSchema;
}

/** Every spelling of a level and the level it means, in the order of the ConceptMap. */
export function levelSpellings(map: ConceptMap | undefined): [spelling: string, level: string][] {
  const elements = (map?.group ?? []).flatMap((group) => group.element);
  return elements.flatMap(({ code, target }) => {
    const level = target?.[0]?.code;
    return code === undefined || level === undefined ? [] : [[code, level]];
  });
}

/** The text of the module that turns a spelling of a level into the level. */
export function toLevelsModule(map: ConceptMap | undefined): string {
  const spellings = levelSpellings(map);
  const levels = [...new Set(spellings.map(([, level]) => level))];
  return [
    `export const LEVELS = ${JSON.stringify(levels)};`,
    `export const LEVEL_OF_SPELLING = new Map(${JSON.stringify(spellings)});`,
    "",
  ].join("\n");
}

/** The declarations of that module. */
export const LEVELS_DECLARATIONS = `/** The levels in the order of the spine. */
export declare const LEVELS: readonly string[];
/** Every accepted spelling of a level, and the level it means. */
export declare const LEVEL_OF_SPELLING: ReadonlyMap<string, string>;
`;
