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
