import type { Issue } from "../../fhir/index.ts";

/** How much a binding asks, https://hl7.org/fhir/R4/valueset-binding-strength.html */
export type BindingStrength = "required" | "extensible" | "preferred" | "example";

/** The types that hold codes; `code` stands for every primitive that a binding may name (code, uri, string). */
export type CodedType = "code" | "Coding" | "CodeableConcept" | "Quantity";

/** What a profile says of the codes of one element; canonicals may end in `|version`. */
export interface BindingRule {
  readonly strength: BindingStrength;
  /** Absent where the binding only describes its codes in words. */
  readonly valueSet?: string | undefined;
  /** From the extension elementdefinition-maxValueSet: a required binding on top of a weaker one. */
  readonly maxValueSet?: string | undefined;
  /** Additional bindings that hold in every use: each is one more rule for the same element. */
  readonly additional?: readonly BindingRule[] | undefined;
}

/** The checks of one element's codes, compiled: made once, asked of every value. */
export interface CodeCheck {
  /** Whether `report` would say nothing, of any severity. Allocates nothing. */
  readonly isClean: (value: unknown) => boolean;
  /**
   * Hands over each issue of the value, in document order.
   *
   * @param path     FHIRPath of the value from the resource root, with indexes
   * @param language the resource's language, when it names one: displays in a language we do not hold are not judged
   */
  readonly report: (value: unknown, path: string, add: (issue: Issue) => void, language?: string) => void;
}
