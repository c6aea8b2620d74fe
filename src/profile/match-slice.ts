import { isDeepStrictEqual } from "node:util";
import type { Resource } from "@medplum/fhirtypes";
import { plainType } from "./element-tree.ts";
import type { ElementNode } from "./element-tree.ts";
import type { ValueSetIndex } from "./value-sets.ts";

/**
 * Whether a value belongs to a slice; `undefined` where a discriminator cannot be decided here.
 *
 * @param type FHIR type of the value
 * https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function matchesSlice(
  value: unknown,
  type: string,
  sliced: ElementNode,
  slice: ElementNode,
  valueSets: ValueSetIndex,
): boolean | undefined {
  const discriminators = sliced.definition.slicing?.discriminator ?? [];
  if (discriminators.length === 0) return undefined;
  let verdict: boolean | undefined = true;
  for (const { type: kind, path } of discriminators) {
    const one = matchesOne(value, type, kind, path, slice, valueSets);
    if (one === false) return false;
    if (one === undefined) verdict = undefined;
  }
  return verdict;
}

function matchesOne(
  value: unknown,
  type: string,
  kind: string,
  path: string,
  slice: ElementNode,
  valueSets: ValueSetIndex,
): boolean | undefined {
  const names = path === "$this" ? [] : path.split(".");
  if (names.some((name) => !/^[A-Za-z]+$/.test(name))) return undefined;
  const actual = valuesAt(value, names);
  switch (kind) {
    case "value":
    case "pattern":
      return matchesExpected(actual, slice, names, valueSets);
    case "exists": {
      const node = nodeAt(slice, names);
      if (!node) return undefined;
      return node.definition.max === "0"
        ? actual.length === 0
        : (node.definition.min ?? 0) > 0
          ? actual.length > 0
          : undefined;
    }
    case "type": {
      const types = (nodeAt(slice, names)?.definition.type ?? []).map(({ code }) => plainType(code));
      const actualTypes =
        names.length === 0 ? [type] : actual.map((item) => (item as Partial<Resource>).resourceType ?? "");
      return types.length === 0 ? undefined : actualTypes.some((actualType) => types.includes(actualType));
    }
    case "profile": {
      const profiles = (nodeAt(slice, names)?.definition.type ?? []).flatMap(({ profile }) => profile ?? []);
      const declared = actual.flatMap((item) => (item as Partial<Resource>).meta?.profile ?? []);
      return profiles.length === 0
        ? undefined
        : declared.some((canonical) => profiles.includes(canonical.split("|", 1)[0] ?? ""));
    }
    default:
      return undefined;
  }
}

function matchesExpected(
  actual: readonly unknown[],
  slice: ElementNode,
  names: readonly string[],
  valueSets: ValueSetIndex,
): boolean | undefined {
  // The expectation may stand above the path: a pattern on `code` decides `code.coding.code` too.
  for (let depth = names.length; depth >= 0; depth--) {
    const node = nodeAt(slice, names.slice(0, depth));
    const expected = node && expectationOf(node);
    if (!expected) continue;
    const below = valuesAt(expected.value, names.slice(depth));
    if (below.length === 0) continue;
    return below.some((wanted) =>
      actual.some((item) => (expected.isFixed ? isDeepStrictEqual(item, wanted) : includesPattern(item, wanted))),
    );
  }
  if (slice.definition.type?.[0]?.code === "Extension" && names.join(".") === "url") {
    const urls = slice.definition.type.flatMap(({ profile }) => profile ?? []);
    return urls.length === 0 ? undefined : actual.some((url) => urls.includes(String(url)));
  }
  return matchesBinding(actual, nodeAt(slice, names), valueSets);
}

function matchesBinding(
  actual: readonly unknown[],
  node: ElementNode | undefined,
  valueSets: ValueSetIndex,
): boolean | undefined {
  const binding = node?.definition.binding;
  const codes = binding?.strength === "required" && binding.valueSet ? valueSets.codes(binding.valueSet) : undefined;
  return codes && actual.some((item) => codingsOf(item).some(({ system, code }) => codes.has(system, code)));
}

/** The codes that a code, Coding, CodeableConcept or Quantity holds. */
export function codingsOf(value: unknown): readonly { system: string | undefined; code: string }[] {
  if (typeof value === "string") return [{ system: undefined, code: value }];
  if (typeof value !== "object" || value === null) return [];
  const { coding, system, code } = value as { coding?: unknown; system?: string; code?: unknown };
  if (Array.isArray(coding)) return coding.flatMap((item) => codingsOf(item));
  return typeof code === "string" ? [{ system: system ?? "", code }] : [];
}

/** The fixed value or pattern of an element definition; `undefined` where it has neither. */
export function expectationOf({ definition }: ElementNode): { value: unknown; isFixed: boolean } | undefined {
  for (const [property, value] of Object.entries(definition)) {
    if (/^fixed[A-Z]/.test(property)) return { value, isFixed: true };
    if (/^pattern[A-Z]/.test(property)) return { value, isFixed: false };
  }
  return undefined;
}

/** Whether a value holds all that a pattern holds, https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_ */
export function includesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((wanted) => value.some((item) => includesPattern(item, wanted)));
  }
  if (typeof pattern !== "object" || pattern === null) return value === pattern;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(pattern).every(([name, wanted]) =>
    includesPattern((value as Record<string, unknown>)[name], wanted),
  );
}

function nodeAt(node: ElementNode, names: readonly string[]): ElementNode | undefined {
  let at: ElementNode | undefined = node;
  for (const name of names) at = at?.children.get(name) ?? at?.children.get(`${name}[x]`);
  return at;
}

function valuesAt(value: unknown, names: readonly string[]): readonly unknown[] {
  let values: readonly unknown[] = [value];
  for (const name of names) {
    values = values.flatMap((item) => {
      if (typeof item !== "object" || item === null) return [];
      const child = (item as Record<string, unknown>)[name];
      return child === undefined ? [] : Array.isArray(child) ? (child as unknown[]) : [child];
    });
  }
  return values;
}
