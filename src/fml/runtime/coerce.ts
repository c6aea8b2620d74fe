import { decimal, report, type Decimal, type RuleIdentity, type Run } from "../../fhirpath/runtime/index.ts";

/** A string that stands in a number's element, read as one. */
export function coerceNumber(value: unknown, isInteger: boolean, run: Run, rule: RuleIdentity): Decimal | undefined {
  const found = typeof value === "string" ? decimal(value) : (value as Decimal);
  if (found !== undefined && (!isInteger || (typeof found === "number" && Number.isInteger(found)))) return found;
  report(run, rule, "fml/value", `Expected ${isInteger ? "an integer" : "a decimal"}, found something else.`);
  return undefined;
}

/** A string that stands in a boolean's element: anything but `true` is false, as in HL7's engine. */
export function coerceBoolean(value: unknown): boolean {
  return value === true || value === "true";
}
