import type { BindingRule, CodeCheck, CodedType } from "./code-check.ts";

/** Code systems and value sets, ready to be asked. */
export interface Terminology {
  /**
   * Compiles the checks of one element.
   *
   * Without a rule it checks what holds of any coded value: an absolute system that is no value set, a code that its
   * complete code system has, a display that belongs to the code.
   */
  readonly bind: (type: CodedType, rule?: BindingRule) => CodeCheck;
  /**
   * FHIRPath's memberOf(), https://hl7.org/fhir/R4/fhirpath.html#functions
   *
   * @param value a code, Coding, CodeableConcept or Quantity
   * @returns `undefined` where the value set is unknown, or holds codes that cannot be enumerated here
   */
  readonly memberOf: (value: unknown, valueSet: string) => boolean | undefined;
}
