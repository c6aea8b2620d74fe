import { LRUCache, evalFhirPathTyped, toTypedValue, type FhirPathAtom } from "@medplum/core";
import { loadR4Structures } from "../../src/fhir/index.ts";
import type { Focus } from "./focuses.ts";

loadR4Structures();
const parsed = new LRUCache<FhirPathAtom>(5_000);

/** What Medplum's interpreter says of an invariant: met or not; a text where it threw. */
export function interpret(expression: string, focus: Focus): boolean | string {
  // A backbone's type is its path without dots.
  const context = {
    type: focus.type.replaceAll(/\.(.)/g, (_, letter: string) => letter.toUpperCase()),
    value: focus.value,
  };
  const variables = {
    "%context": context,
    "%resource": toTypedValue(focus.resource),
    "%rootResource": toTypedValue(focus.rootResource),
    "%ucum": toTypedValue("http://unitsofmeasure.org"),
  };
  try {
    const result = evalFhirPathTyped(expression, [context], variables, parsed);
    return result.length === 1 && result[0]?.value === true;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One thing that Medplum's interpreter is known to get wrong, with the sentence that says so. */
interface KnownError {
  readonly what: string;
  readonly sentence: string;
  /** A question that Medplum answers wrongly, and the right answer. */
  readonly witness: {
    readonly expression: string;
    readonly type: string;
    readonly value: object;
    readonly right: boolean;
  };
  /** Says whether it can be the reason that the two differ. */
  readonly touches: (expression: string, focus: Focus, answer: boolean | string) => boolean;
}

const EXTENDED = { extension: [{ url: "http://example.org/x", valueString: "x" }] };
const textOf = (focus: Focus) => JSON.stringify([focus.value, focus.resource]);
const hasSidecar = (focus: Focus) => /"_\w+":/.test(textOf(focus));
const ORDER = /[<>]/;

/** Where Medplum differs from the specification, and so from us. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    what: "children() and descendants() are empty",
    sentence:
      "Returns a collection with all immediate child nodes of all items in the input collection. https://hl7.org/fhirpath/N1/#children-collection",
    witness: {
      expression: "children().exists()",
      type: "Patient",
      value: { resourceType: "Patient", active: true },
      right: true,
    },
    touches: (expression) => /\b(?:children|descendants)\(\)/.test(expression),
  },
  {
    what: "hasValue() is true of an element that has an extension alone",
    sentence:
      "true if the input collection contains a single value which is a FHIR primitive, and it has a primitive value. https://hl7.org/fhir/R4/fhirpath.html#functions",
    witness: { expression: "start.hasValue().not()", type: "Period", value: { _start: EXTENDED }, right: true },
    touches: (expression, focus) => expression.includes("hasValue()") && hasSidecar(focus),
  },
  {
    what: "a function of strings throws at an element that has an extension alone",
    sentence: "If the input collection is empty, the result is empty. https://hl7.org/fhirpath/N1/#string-manipulation",
    witness: {
      expression: "family.startsWith('a').not()",
      type: "HumanName",
      value: { _family: EXTENDED },
      right: true,
    },
    touches: (_, focus, answer) => typeof answer === "string" && answer.includes("non-string") && hasSidecar(focus),
  },
  {
    what: "dates are ordered as texts, whatever their precision and zone",
    sentence:
      "if one of the values is specified to a different level of precision than the other, the result is empty. https://hl7.org/fhirpath/N1/#comparison",
    witness: {
      expression: "start <= end",
      type: "Period",
      value: { start: "2020-03-16T12:00:00+02:00", end: "2020-03-16T10:00:00Z" },
      right: true,
    },
    touches: (expression, focus) => ORDER.test(expression) && /"\d{4}(?:-|")/.test(textOf(focus)),
  },
  {
    what: "quantities without a value have an order",
    sentence:
      "If one or both of the arguments is an empty collection, a comparison operator will return empty. https://hl7.org/fhirpath/N1/#comparison",
    witness: {
      expression: "low <= high",
      type: "Range",
      value: { low: { unit: "g" }, high: { unit: "g" } },
      right: false,
    },
    touches: (expression, focus) => ORDER.test(expression) && focus.type === "Range",
  },
  {
    what: "the types of a Quantity or Period are told by its fields, which must be there",
    sentence:
      "Returns a collection that contains all items in the input collection that are of the given type or a subclass thereof. https://hl7.org/fhirpath/N1/#oftypetype-type-specifier-collection",
    witness: {
      expression: "value.ofType(Quantity).exists()",
      type: "Observation",
      value: { resourceType: "Observation", valueQuantity: { unit: "g" } },
      right: true,
    },
    touches: (expression) => /\b(?:Quantity|Period)\b/.test(expression),
  },
  {
    what: "a primitive has no element value",
    sentence:
      "integer.value, 0..1: The actual value. https://hl7.org/fhir/R4/integer.profile.json.html, and so of each primitive",
    witness: {
      expression: "value.value = 1",
      type: "Observation",
      value: { resourceType: "Observation", valueInteger: 1 },
      right: true,
    },
    touches: (expression) => /\bvalue\.value\b/.test(expression),
  },
  {
    what: "the part of a resource is no BackboneElement",
    sentence:
      "Returns true if the type of the left operand is the type specified in the second operand, or a subclass thereof. https://hl7.org/fhirpath/N1/#is-type-specifier",
    witness: {
      expression: "contact.first() is BackboneElement",
      type: "Patient",
      value: { resourceType: "Patient", contact: [{ gender: "female" }] },
      right: true,
    },
    touches: (expression) => /\bBackboneElement\b/.test(expression),
  },
  {
    what: "objects of the same content are distinct",
    sentence:
      "Equality is determined as defined in the equals operator: all child elements to be equal, recursively. https://hl7.org/fhirpath/N1/#distinct-collection",
    witness: {
      expression: "coding.isDistinct()",
      type: "CodeableConcept",
      value: { coding: [{ id: "a" }, { id: "a" }] },
      right: false,
    },
    touches: (expression) => /distinct\(\)/i.test(expression),
  },
  {
    what: "an argument in a criterion is asked of the whole, not of the item",
    sentence:
      "$this within the expression passed to the function refers to the current item. https://hl7.org/fhirpath/N1/#functions",
    witness: {
      expression: "coding.all(code.subsetOf(code))",
      type: "CodeableConcept",
      value: { coding: [{ code: "a" }] },
      right: true,
    },
    touches: (expression) => /\.(?:combine|intersect|exclude|subsetOf)\(/.test(expression),
  },
];
