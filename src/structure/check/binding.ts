import type { ElementDefinition } from "@medplum/fhirtypes";
import type { Check } from "../check-context.ts";
import type { BindingRule, CodedType } from "../terminology/index.ts";
import type { ElementNode } from "../tree/element-node.ts";

const MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet";
const ADDITIONAL = "http://hl7.org/fhir/tools/StructureDefinition/additional-binding";

const CODED: Readonly<Record<string, CodedType>> = {
  code: "code",
  string: "code",
  uri: "code",
  Coding: "Coding",
  CodeableConcept: "CodeableConcept",
  Quantity: "Quantity",
  Age: "Quantity",
  Count: "Quantity",
  Distance: "Quantity",
  Duration: "Quantity",
  Money: "Quantity",
  MoneyQuantity: "Quantity",
  SimpleQuantity: "Quantity",
};

/** Codes against their code systems and against the value set of the element; see `terminology/`. */
export const checkBinding: Check = ({ node, value, type, path }, { terminology, around, report }) => {
  const binding = value === undefined ? undefined : bindingOf(node, type);
  if (binding === undefined) return;
  const { language } = around.resource;
  const check = terminology.bind(binding.coded, binding.rule);
  check.report(value, path, report, typeof language === "string" ? language : undefined);
};

/** How the codes of an element are looked at; undefined where it has none. */
export function bindingOf(
  node: ElementNode,
  type: string,
): { readonly coded: CodedType; readonly rule?: BindingRule | undefined } | undefined {
  const coded = CODED[type];
  const { binding } = node.definition;
  if (coded === undefined || (coded === "code" && binding === undefined)) return undefined;
  // Of a choice that leaves several types open a value set cannot mean concepts and units at once (docs/spec-readings.md).
  const kinds = new Set(node.definition.type?.flatMap((one) => kindOf(one.code) ?? []));
  const isOpenChoice = node.isChoice && kinds.size > 1;
  return { coded, rule: binding && !isOpenChoice ? ruleOf(binding) : undefined };
}

/** What the codes of a type stand for. */
function kindOf(type: string): "concept" | "unit" | undefined {
  const coded = CODED[type];
  return coded && (coded === "Quantity" ? "unit" : "concept");
}

function ruleOf(binding: NonNullable<ElementDefinition["binding"]>): BindingRule {
  const extensions = binding.extension ?? [];
  const maxValueSet = extensions.find(({ url }) => url === MAX_VALUE_SET);
  const additional = extensions
    .filter(({ url }) => url === ADDITIONAL)
    .flatMap(({ extension }) => additionalRule(extension));
  return {
    strength: binding.strength,
    valueSet: binding.valueSet,
    ...(maxValueSet && { maxValueSet: maxValueSet.valueCanonical ?? maxValueSet.valueUri }),
    ...(additional.length > 0 && { additional }),
  };
}

/** An additional binding for one purpose; those that only advise or belong to a use are no rule. */
function additionalRule(
  parts: readonly { url?: string; valueCode?: string; valueCanonical?: string }[] = [],
): readonly BindingRule[] {
  const of = (url: string) => parts.find((part) => part.url === url);
  const strength = { required: "required", maximum: "required", extensible: "extensible" } as const;
  const purpose = of("purpose")?.valueCode;
  const valueSet = of("valueSet")?.valueCanonical;
  if (valueSet === undefined || (purpose !== "required" && purpose !== "maximum" && purpose !== "extensible"))
    return [];
  return of("usage") === undefined ? [{ strength: strength[purpose], valueSet }] : [];
}
