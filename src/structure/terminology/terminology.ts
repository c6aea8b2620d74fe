import type { BindingRule, CodeCheck, CodedType } from "./code-check.ts";
import type { Reach } from "./reach.ts";
import type { Units } from "./unit/index.ts";

/** Code systems and value sets, ready to be asked. */
export interface Terminology {
  /**
   * Compiles the checks of one element. Cheap: value sets are expanded when a value is first checked.
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
  /** How far the members of a value set are known, for reports on profiles. */
  readonly reach: (valueSet: string) => Reach;
  readonly units: Units;
}
