import { decimal, report, type Decimal, type RuleIdentity, type Run } from "../../fhirpath/runtime/index.ts";

/** What `qty(text)` makes. https://hl7.org/fhir/R4/datatypes.html#Quantity */
export interface QuantityValue {
  readonly value: Decimal;
  readonly comparator?: string;
  readonly unit?: string;
}

const form = /^\s*(<=|>=|<|>)?\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*(?:'([^']*)'|(\S.*?))?\s*$/;

/** Reads `4.5 mm`, `<5 mg` or `4 'cm'`; another text is an issue and gives nothing. */
export function quantity(text: string, run: Run, rule: RuleIdentity): QuantityValue | undefined {
  const [, comparator, digits = "", quoted, plain] = form.exec(text) ?? [];
  const value = decimal(digits.replace(/^\+/, ""));
  if (value === undefined) {
    report(run, rule, "fml/quantity", "Expected a number with a unit, found another text.");
    return undefined;
  }
  const unit = quoted ?? plain;
  return { value, ...(comparator !== undefined && { comparator }), ...(unit !== undefined && { unit }) };
}

/** The system of a contact point that its value shows. https://hl7.org/fhir/R4/valueset-contact-point-system.html */
export function contactSystem(value: unknown): "email" | "url" | "phone" | "other" {
  const text = String(value);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "url";
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return "email";
  return /^[+()\d][-\s./()\d]*$/.test(text) ? "phone" : "other";
}
