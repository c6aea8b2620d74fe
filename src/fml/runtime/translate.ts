import { report, type RuleIdentity, type Run } from "../../fhirpath/runtime/index.ts";

/** Looks a code up in a compiled ConceptMap: undefined when unknown; null stands for one without a single target. */
export function translated<T>(
  table: ReadonlyMap<unknown, T | null>,
  key: unknown,
  run: Run,
  rule: RuleIdentity,
): T | undefined {
  const found = table.get(key);
  if (found !== null) return found;
  report(run, rule, "fml/translate", "Expected one usable target in the ConceptMap, found none or several.");
  return undefined;
}

/** The translation of the first key that has one. */
export function translatedFirst<T>(
  table: ReadonlyMap<unknown, T | null>,
  keys: readonly string[],
  run: Run,
  rule: RuleIdentity,
): T | undefined {
  return translated(
    table,
    keys.find((key) => table.has(key)),
    run,
    rule,
  );
}

/** The row of the first key that has one. */
export function firstRow(rows: ReadonlyMap<unknown, number>, keys: readonly string[]): number | undefined {
  return rows.get(keys.find((key) => rows.has(key)));
}

interface Coding {
  readonly system?: string;
  readonly code?: string;
}

/** What a Coding is looked up by. */
export function codingKey({ system = "", code = "" }: Coding): string {
  return `${system}|${code}`;
}

/** What the Codings of a CodeableConcept are looked up by. */
export function codingKeys({ coding = [] }: { readonly coding?: readonly Coding[] }): string[] {
  return coding.map(codingKey);
}
